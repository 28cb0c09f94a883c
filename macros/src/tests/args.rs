//! The grammar of the arguments: what is understood, and how many mistakes are found in what is not.

use quote::quote;

use crate::args::Args;
use crate::attribute::{Capture, Constant};
use crate::errors::Errors;
use crate::words::Kind;

fn messages(args: &str) -> Vec<String> {
    let mut errors = Errors::new();
    Args::parse(args.parse().expect("tokens"), &mut errors);
    let errors = errors.finish().err().into_iter().flatten();
    errors.map(|error| error.to_string()).collect()
}

#[test]
fn everything_at_once() {
    let mut errors = Errors::new();
    let args = Args::parse(
        quote! {
            name = "order.place", kind = consumer, attrs(order.id = id, "x-y" = %id, a.type = ?id,),
            ret(n = |o| o.n), ok_if = |e| e.is_expected(), parent = cx, links = [a, b],
            allow(name_style, attribute-style), crate = a::b,
        },
        &mut errors,
    );
    errors.finish().expect("no mistakes");
    assert_eq!(args.name.take().expect("name").value(), "order.place");
    assert_eq!(args.kind.take().map(|(kind, _)| kind), Some(Kind::Consumer));
    let attrs = args.attrs.take().expect("attrs");
    let read: Vec<_> = attrs
        .iter()
        .map(|a| (&*a.key.text, a.value.capture))
        .collect();
    assert_eq!(
        read,
        [
            ("order.id", Capture::Typed),
            ("x-y", Capture::Display),
            ("a.type", Capture::Debug)
        ],
    );
    assert_eq!(args.allow.take().map(|rules| rules.len()), Some(2));
    assert!(args.krate.take().is_some());
}

#[test]
fn constants_keep_their_type() {
    let mut errors = Errors::new();
    let args = Args::parse(
        quote!(attrs(
            a = 1, b = -1, c = 1.5, d = true, e = "e", f = -9223372036854775808,
            g = 18446744073709551615, h = 1u8, i = x, j = %1, k = 'c', l = !true
        )),
        &mut errors,
    );
    errors.finish().expect("no mistakes");
    let attrs = args.attrs.take().expect("attrs");
    let read = attrs
        .iter()
        .map(|attribute| match attribute.value.constant() {
            Some(Constant::Str(text)) => format!("str {text}"),
            Some(Constant::Int(int)) => format!("int {int}"),
            Some(Constant::Float(float)) => format!("float {float}"),
            Some(Constant::Bool(bool)) => format!("bool {bool}"),
            None => "computed".to_owned(),
        });
    assert_eq!(
        read.collect::<Vec<_>>(),
        [
            "int 1",
            "int -1",
            "float 1.5",
            "bool true",
            "str e",
            "int -9223372036854775808",
            "computed",
            "computed",
            "computed",
            "computed",
            "computed",
            "computed",
        ],
    );
}

#[test]
fn each_mistake_once() {
    assert_eq!(
        messages(
            "knid = server, skip_all, attrs(a, b = 1, %c), leaf = 1, kind = srever, root root, \"a\", 1"
        ),
        [
            "unknown argument `knid`; did you mean `kind`?",
            "there is no argument `skip_all`: nothing is recorded that is not named, \
             so there is nothing to skip; remove it",
            "attribute `a` has no value; write `a = ..`",
            "`%` stands before the value: `key = %value`",
            "`leaf` takes no value; write it alone",
            "unknown span kind `srever`; did you mean `server`?",
            "`root` takes no value; write it alone",
            "expected the span's name or an argument, as in `\"order.place\", kind = server`",
        ],
    );
}

#[test]
fn a_mistake_in_the_middle_of_a_value_is_one_mistake() {
    assert_eq!(
        messages("unknown = |a, b| a.max(b), fields(a, b), \"place\""),
        [
            "unknown argument `unknown`; the arguments are `name`, `kind`, `attrs`, `late`, `ret`, \
             `ok_if`, `parent`, `root`, `links`, `leaf`, `future`, `prefix`, `skip`, `allow` and `crate`",
            "there is no argument `fields`: attributes are written `attrs(key = value)`",
        ],
    );
    assert_eq!(messages("kind").len(), 1);
    assert_eq!(messages("kind =").len(), 1);
    assert_eq!(messages("kind = , root").len(), 1);
    assert_eq!(messages("attrs").len(), 1);
    assert_eq!(messages("attrs(a = )").len(), 1);
    assert_eq!(messages("\"a\" \"b\"").len(), 1);
    assert_eq!(
        messages("kind = server, kind = client, kind = server").len(),
        2
    );
}
