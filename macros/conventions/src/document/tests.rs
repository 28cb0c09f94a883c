//! Trees of both formats, and what is refused.

use std::fmt::Write as _;
use std::sync::Arc;

use super::{MAX_BYTES, Node, Scalar, Value, decode, parse_toml, parse_yaml};
use crate::error::Result;

fn shown(node: &Node<'_>) -> String {
    let value = match &node.value {
        Value::Scalar(text, Scalar::Text) => format!("{text:?}"),
        Value::Scalar(text, kind) => format!("{kind:?}:{text}"),
        Value::List(nodes) => {
            let nodes: Vec<String> = nodes.iter().map(shown).collect();
            format!("[{}]", nodes.join(", "))
        }
        Value::Map(entries) => {
            let entry = |entry: &super::Entry<'_>| {
                format!("{}@{}={}", entry.key, entry.line, shown(&entry.node))
            };
            let entries: Vec<String> = entries.iter().map(entry).collect();
            format!("{{{}}}", entries.join(", "))
        }
    };
    format!("{value}@{}", node.line)
}

fn yaml(bytes: &[u8]) -> std::result::Result<String, String> {
    let file: Arc<str> = "f".into();
    let read = || -> Result<String> {
        let text = decode(&file, bytes)?;
        parse_yaml(&file, text).map(|node| shown(&node))
    };
    read().map_err(|error| error.to_string())
}

fn toml(text: &str) -> std::result::Result<String, String> {
    let node = parse_toml(&"f".into(), text);
    node.map(|node| shown(&node))
        .map_err(|error| error.to_string())
}

#[test]
fn yaml_trees() {
    for (text, wanted) in [
        ("", "Null:@1"),
        ("# only a comment\n", "Null:@1"),
        (
            "a: 1\nb: [x, ~]\n",
            "{a@1=Int:1@1, b@2=[\"x\"@2, Null:~@2]@2}@1",
        ),
        (
            "\u{feff}a: true\r\nb: 'true'\r\n",
            "{a@1=Bool:true@1, b@2=\"true\"@2}@1",
        ),
        (
            "a: >\n  x\n  y\n\nb: |\n  z\n",
            "{a@1=\"x y\\n\"@2, b@5=\"z\\n\"@6}@1",
        ),
        ("a: !!str 5", "{a@1=\"5\"@1}@1"),
        (
            "a: &x {b: 1}\nc: *x",
            "{a@1={b@1=Int:1@1}@1, c@2={b@1=Int:1@1}@1}@1",
        ),
        (
            "- -1\n- +2\n- 0x1f\n- 0o17\n- 1.5\n- -.inf\n- 1e3\n- 1.2.3\n- -a\n- 1_000",
            "[Int:-1@1, Int:+2@2, \
          Int:0x1f@3, Int:0o17@4, Float:1.5@5, Float:-.inf@6, Float:1e3@7, \"1.2.3\"@8, \"-a\"@9, \"1_000\"@10]@1",
        ),
        ("größe: ja", "{größe@1=\"ja\"@1}@1"),
        ("---\na: b\n...\n", "{a@2=\"b\"@2}@2"),
    ] {
        assert_eq!(yaml(text.as_bytes()).as_deref(), Ok(wanted), "{text}");
    }
}

#[test]
fn yaml_that_is_refused() {
    let deep = "[".repeat(65);
    let long = format!("a: {}", "x".repeat(70_000));
    let mut many = String::new();
    for i in 0..20 {
        let _ = writeln!(many, "k{}: 1", i % 19);
    }
    for (text, wanted) in [
        ("a: b\na: c", "f:2: `a` stands here a second time"),
        (many.as_str(), "f:20: `k0` stands here a second time"),
        (
            "a: b\n---\nc: d",
            "f:2: a second document starts here; a registry is one document, remove `---`",
        ),
        (
            "a: !x b",
            "f:1: a tag stands here; of YAML's tags only `!!str` is read",
        ),
        (
            "? [a]\n: b",
            "f:1: a list or a mapping is the key of a mapping; keys are texts",
        ),
        (
            "a: &x [*x]",
            "f:1: this alias stands inside what it stands for",
        ),
        (long.as_str(), "f:1: this text is longer than 64 KiB"),
    ] {
        assert_eq!(yaml(text.as_bytes()), Err(wanted.to_owned()));
    }
    let error = yaml(b"a:\n\tb: c").expect_err("a tab");
    assert!(
        error.ends_with("; indent with spaces, not with tabs"),
        "{error}"
    );
    for (text, line) in [
        ("a: b\n c: d", "f:2: this is not "),
        ("a: *nothing", "f:1: this is not "),
        ("a: [b", "f:1: this is not "),
        ("a: 'b", "f:1: this is not "),
        (deep.as_str(), "f:1: this is not "),
        ("a: \u{0}", "f:1: this is not "),
    ] {
        let error = yaml(text.as_bytes()).expect_err(text);
        assert!(error.starts_with(line) && error.len() > 10, "{error}");
    }
}

#[test]
fn a_few_lines_cannot_stand_for_millions() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for i in 1..10 {
        let below = vec![format!("*a{}", i - 1); 10].join(", ");
        let _ = writeln!(bomb, "a{i}: &a{i} [{below}]");
    }
    let error = yaml(bomb.as_bytes()).expect_err("a bomb");
    assert_eq!(
        error,
        "f:6: the file has more than 1000000 values, aliases expanded"
    );
}

#[test]
fn aliases_nest_no_deeper_than_brackets() {
    let mut chain = String::from("a0: &a0 [x]\n");
    for i in 1..2000 {
        let _ = writeln!(chain, "a{i}: &a{i} [*a{}]", i - 1);
    }
    let error = yaml(chain.as_bytes()).expect_err("a chain");
    assert_eq!(
        error,
        "f:63: with what this alias stands for, more than 64 levels are nested"
    );
    // A copy per level of what stands at the bottom.
    let anchors: Vec<String> = (0..50).map(|i| format!("&b{i} [")).collect();
    let anchors = anchors.concat();
    let nested = format!("{anchors}{}{}", "x,".repeat(30_000), "]".repeat(50));
    let error = yaml(nested.as_bytes()).expect_err("too much");
    assert!(
        error.ends_with("has more than 1000000 values, aliases expanded"),
        "{error}"
    );
}

#[test]
fn bytes_that_are_no_text() {
    for (bytes, wanted) in [
        (
            &b"a: b\nc: \xff"[..],
            "f:2: this line is not UTF-8; save the file as UTF-8",
        ),
        (b"\xff\xfea\0", "f:1: the file is UTF-16; save it as UTF-8"),
    ] {
        assert_eq!(yaml(bytes), Err(wanted.to_owned()));
    }
    let large = vec![b' '; MAX_BYTES + 1];
    assert_eq!(
        yaml(&large),
        Err("f: the file is larger than 8 MiB".to_owned())
    );
}

#[test]
fn toml_trees() {
    for (text, wanted) in [
        ("", "{}@1"),
        (
            "[names]\nstyle = \"any\"\nmax = 64\n\n[levels]\na-b = 'deny'\n",
            "{names@1={style@2=\"any\"@2, max@3=Int:64@3}@1, levels@5={a-b@6=\"deny\"@6}@5}@1",
        ),
        (
            "a = [\n  \"x\",\n  true,\n]\nb.c = 1.5",
            "{a@1=[\"x\"@2, Bool:true@3]@1, b@5={c@5=Float:1.5@5}@5}@1",
        ),
    ] {
        assert_eq!(toml(text).as_deref(), Ok(wanted), "{text}");
    }
}

#[test]
fn toml_that_is_refused() {
    let deep = format!("a = {}", "[".repeat(100));
    let dotted = vec!["a"; 1000].join(".") + " = 1";
    for (text, line) in [
        ("a = 1\na = 2", "f:2: this is not "),
        ("a = ", "f:1: this is not "),
        ("[a\nb = 1", "f:1: this is not "),
        ("a = \"b", "f:1: this is not "),
        (deep.as_str(), "f:1: this is not "),
        (dotted.as_str(), "f:1: this is not "),
    ] {
        let error = toml(text).expect_err(text);
        assert!(error.starts_with(line) && error.len() > 10, "{error}");
        assert!(!error.contains('\n'), "{error}");
    }
}
