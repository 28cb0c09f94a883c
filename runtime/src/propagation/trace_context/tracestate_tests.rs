//! Every rule of the list.

use super::{parse, write};

fn round_trip(values: &[&str]) -> Option<String> {
    let members = parse(values).expect("valid");
    write(members.iter().map(|(key, value)| (&**key, &**value)))
}

#[test]
fn values_are_one_list_in_order() {
    for (values, list) in [
        (&["a=1,b=2"][..], Some("a=1,b=2")),
        (&["b=2", "a=1", "c=3"], Some("b=2,a=1,c=3")),
        (&["a=1 \t , \t b=2\t"], Some("a=1,b=2")),
        (&["", "a=1", " ,\t,, "], Some("a=1")),
        (&[""], None),
        (&[], None),
        (&["a=1,a=2", "a=3,b=4"], Some("a=1,b=4")),
        (&["a=  1 2"], Some("a=  1 2")),
        (
            &["a@=1,b@@c=2,d@e@f=3,0=4"],
            Some("a@=1,b@@c=2,d@e@f=3,0=4"),
        ),
    ] {
        assert_eq!(round_trip(values).as_deref(), list, "{values:?}");
    }
}

#[test]
fn one_fault_discards_the_list() {
    for member in [
        "b", "=1", "B=1", "b =1", "b.c=1", "@b=1", "_b=1", "b=", "b==", "b=1=2", "b=\u{e9}",
        "\u{e9}=1", "b=\u{7f}", "b=\t1", "b=1\u{0}", "\u{fffd}",
    ] {
        for values in [&["a=1", member][..], &[&format!("{member},a=1")]] {
            assert!(parse(values).is_err(), "{values:?}");
        }
    }
}

#[test]
fn lengths() {
    for (key, value, valid) in [
        (256, 1, true),
        (257, 1, false),
        (1, 256, true),
        (1, 257, false),
    ] {
        let list = format!("{}={}", "z".repeat(key), "!".repeat(value));
        assert_eq!(parse(&[&list]).is_ok(), valid, "{key} {value}");
    }
    let list = |members: usize| {
        let member = |n| format!("k{n}=v");
        (0..members).map(member).collect::<Vec<_>>().join(",,")
    };
    assert_eq!(parse(&[&list(32)]).map(|members| members.len()), Ok(32));
    assert!(parse(&[&list(33)]).is_err());
}

#[test]
fn only_what_can_be_read_is_written() {
    let members = [
        ("", "1"),
        ("A", "1"),
        ("a", "1\r\nx: y"),
        ("b", "2"),
        ("c", ""),
    ];
    assert_eq!(write(members.into_iter()).as_deref(), Some("b=2"));
}
