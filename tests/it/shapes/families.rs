//! The conformance suite holds what it is there for: every family of functions, and many functions.
//!
//! A family is known by what its functions look like, without spaces and without the prefix `p::`
//! that names have in the suite.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use traced_tests::architecture::{SourceFile, rust_files};

/// A family, and what stands in one of its annotated functions or items.
const FAMILIES: &[(&str, &[&str])] = &[
    ("free functions", &["fnone_line(a:u8)->u8{"]),
    ("self", &["(self"]),
    ("mut self", &["(mutself"]),
    ("&self", &["(&self"]),
    ("&mut self", &["(&mutself"]),
    ("&'a self", &["(&'aself"]),
    ("self: Box<Self>", &["(self:Box<Self>"]),
    ("self: Rc<Self>", &["(self:Rc<Self>"]),
    ("self: Arc<Self>", &["(self:Arc<Self>"]),
    ("self: Pin<&mut Self>", &["(self:Pin<&mutSelf>"]),
    ("self: &Self", &["(self:&Self"]),
    ("generics", &["<T>(", ":T)->T"]),
    ("const generics", &["<constN:usize>"]),
    ("lifetimes with bounds", &["<'long:'short,'short>"]),
    ("higher-ranked bounds", &["for<'a>"]),
    ("impl Trait as an argument", &["(f:implFnOnce"]),
    ("impl Trait returned", &["->implIterator<"]),
    (
        "impl Trait returned by async fn",
        &["asyncfn", ")->implIterator<"],
    ),
    ("dyn", &["&dyn"]),
    ("patterns: tuples", &["((a,b):(u8,u8))"]),
    ("patterns: nested", &["(((a,_),[b,..,c]):"]),
    ("patterns: structs", &["(Point{x,y:other}:Point)"]),
    ("patterns: tuple structs", &["(Pair(a,mutb):Pair)"]),
    ("patterns: slices", &["[first,rest@..]:"]),
    ("patterns: references", &["(&a:&u8"]),
    ("patterns: ref", &["(refa:"]),
    ("patterns: bindings", &["(whole@"]),
    (
        "patterns: irrefutable variants",
        &["(Ok(a):Result<u8,Infallible>)"],
    ),
    ("mut arguments", &["(muta:"]),
    ("_ arguments", &["(_:u8"]),
    ("raw identifiers", &["fnr#type(r#fn:u8)"]),
    ("unicode identifiers", &["fngröße(länge:u8)"]),
    ("recursion", &["fnrecursive(n:u64)"]),
    ("asynchronous recursion", &["asyncfnrecursive("]),
    ("inner items", &["fninner_items(", "impl"]),
    ("inner attributes", &["{#![allow("]),
    ("labelled loops", &["'outer:loop{", "break'outer"]),
    ("early returns", &["fnearly(", "return"]),
    ("fn -> !", &["]fnreturns_never(a:u8)->!{"]),
    ("async fn -> !", &["asyncfnnever(a:u8)->!{"]),
    ("unsafe", &["]unsafefn"]),
    ("extern \"C\"", &["extern\"C\"fn"]),
    ("unsafe extern \"C\"", &["unsafeextern\"C\"fn"]),
    ("no_mangle", &["#[unsafe(no_mangle)]"]),
    ("async unsafe", &["asyncunsafefn"]),
    ("coercion to dyn", &["->Box<dynDebug>{"]),
    ("coercion to a slice", &["->&'static[u8]{"]),
    ("coercion of never", &["fnnever_coerced("]),
    ("inference through ?", &["->Result<u8,Box<dynError>>", "?"]),
    ("inference through into", &[".into()}"]),
    ("inference through collect", &[".collect()}"]),
    ("inference through Default", &["Default::default()"]),
    (
        "temporaries at the tail",
        &["fntemporary_at_the_tail(", ".borrow().len()}"],
    ),
    ("partial moves", &["fnpartial(a:(String,String))"]),
    ("conditional &mut returns", &["->&mutu8{if"]),
    ("generic error types", &["<T,E>(", "->Result<T,E>"]),
    ("impl Error", &["->Result<(),implError>"]),
    (
        "implementation of Display",
        &["fnfmt(&self,f:&mutfmt::Formatter<'_>)"],
    ),
    ("implementation of Drop", &["fndrop(&mutself)"]),
    (
        "implementation of Iterator",
        &["fnnext(&mutself)->Option<Self::Item>"],
    ),
    (
        "implementation of Future",
        &["fnpoll(mutself:Pin<&mutSelf>"],
    ),
    ("implementation of Add", &["fnadd(self,other:Self)"]),
    ("async fn in traits", &["asyncfnship(&self,id:Self::Id)"]),
    ("impl Trait in traits", &["(&self)->implFuture<Output=u64>"]),
    ("default methods", &["fnload_twice(&self"]),
    ("async-trait: defaults", &["asyncfnexists(&self"]),
    (
        "async-trait: implementations",
        &["#[traced]#[async_trait::async_trait]impl"],
    ),
    (
        "async-trait: ?Send, below",
        &["#[async_trait::async_trait(?Send)]#[traced("],
    ),
    (
        "async-trait: receivers",
        &["asyncfnlocal(self:std::rc::Rc<Self>"],
    ),
    ("impl Future", &["->implFuture<Output=u8>{asyncmove{"]),
    (
        "Pin<Box<dyn Future>>",
        &["->Pin<Box<dynFuture<Output=u8>>>"],
    ),
    ("BoxFuture", &["->BoxFuture<'static,u8>"]),
    ("early return of a boxed future", &["returnBox::pin("]),
    ("branches that return boxed futures", &["fnboxed_branches("]),
    (".boxed()", &["->BoxFuture<", ".boxed()}"]),
    ("futures in results", &["->Result<implFuture<"]),
    ("written by macro_rules", &["$visfn$name("]),
    ("cfg on arguments", &["#[cfg(any())]missing:Missing"]),
    ("tokio::main", &["#[traced]#[tokio::main"]),
    ("tokio::test, below", &["#[traced]#[tokio::test"]),
    ("test, above", &["#[test]#[traced]"]),
    (
        "debug_handler, below",
        &["#[traced(", ")]#[axum::debug_handler]"],
    ),
    ("debug_handler, above", &["#[axum::debug_handler]#[traced]"]),
    ("rstest, above", &["#[rstest]", "fnrstest_below("]),
    (
        "above tracing::instrument",
        &["#[traced]#[tracing::instrument"],
    ),
    ("whole traits", &["#[traced", "]pubtrait"]),
    ("whole modules", &["#[traced", "]mod"]),
];

/// What functions of `results.rs` return, each a synchronous and an asynchronous one.
const RETURNED: &[&str] = &[
    "error a_error: Result<(), Failed>",
    "Result<(), OnlyDisplay>",
    "Result<(), OnlyDebug>",
    "Result<(), Neither>",
    "Result<(), Box<dyn Error + Send + Sync>>",
    "anyhow::Result<()>",
    "io::Result<()>",
    "fmt::Result",
    "Alias<u8>",
    "::core::result::Result<u8, Failed>",
    "Result<Result<u8, Failed>, Neither>",
    "Option<Result<u8, Failed>>",
    "Poll<Result<u8, Failed>>",
    "ControlFlow<Failed, u8>",
];

fn shapes() -> Vec<SourceFile> {
    rust_files("tests/shapes").expect("the sources are readable")
}

fn text(tokens: &TokenStream) -> String {
    let text: String = tokens.to_string().split_whitespace().collect();
    text.replace("p::", "")
}

/// The annotated functions and other items in `tokens`, with all of their attributes.
fn annotated(tokens: TokenStream, found: &mut Vec<TokenStream>) {
    let (mut item, mut is_annotated) = (Vec::new(), false);
    for token in tokens {
        let mut ends = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ';');
        if let TokenTree::Group(group) = &token {
            annotated(group.stream(), found);
            ends = group.delimiter() == Delimiter::Brace;
            is_annotated |= group.delimiter() == Delimiter::Bracket && is_traced(group.stream());
        }
        item.push(token);
        if ends {
            let item = TokenStream::from_iter(std::mem::take(&mut item));
            if std::mem::take(&mut is_annotated) {
                found.push(item);
            }
        }
    }
    // In a macro the body may be a fragment.
    if is_annotated {
        found.push(item.into_iter().collect());
    }
}

fn is_traced(attribute: TokenStream) -> bool {
    matches!(attribute.into_iter().next(), Some(TokenTree::Ident(name)) if name == "traced")
}

#[test]
fn every_family_has_a_shape() {
    let mut found = Vec::new();
    for file in shapes() {
        annotated(file.tokens().expect("it is Rust"), &mut found);
    }
    let found: Vec<_> = found.iter().map(text).collect();
    let missing: Vec<_> = FAMILIES
        .iter()
        .filter(|(_, marks)| {
            !found
                .iter()
                .any(|item| marks.iter().all(|mark| item.contains(mark)))
        })
        .collect();
    assert!(missing.is_empty(), "no shape of {missing:#?}");
}

#[test]
fn every_result_has_a_shape() {
    let files = shapes();
    let results = files
        .iter()
        .find(|file| file.path().ends_with("shapes/results.rs"))
        .expect("the family of results");
    let results = text(&results.tokens().expect("it is Rust"));
    for returned in RETURNED {
        let returned: String = returned.split_whitespace().collect();
        assert!(results.contains(&format!("{returned}=")), "{returned}");
    }
}

#[test]
fn there_are_many_shapes() {
    let mut names = BTreeSet::new();
    for file in shapes() {
        let mut found = Vec::new();
        annotated(file.tokens().expect("it is Rust"), &mut found);
        for item in found {
            let mut tokens = item
                .into_iter()
                .skip_while(|token| !matches!(token, TokenTree::Ident(word) if word == "fn"));
            if let Some(TokenTree::Ident(name)) = tokens.nth(1) {
                names.insert((file.path().to_owned(), name.to_string()));
            }
        }
    }
    assert!(names.len() >= 150, "{} functions", names.len());
}
