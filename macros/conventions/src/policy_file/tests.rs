//! A whole policy, and every way to write a wrong one.

use crate::policy::ErrorText;
use crate::{Level, Policy, Rule, Style};

fn read(text: &str) -> Result<Policy, String> {
    Policy::read("traced.toml", text.as_bytes()).map_err(|error| error.to_string())
}

#[test]
fn everything_that_can_be_said() {
    let policy = read(
        r#"
[names]
style = "kebab-case"
prefixes = ["order", "payment"]
max_length = 64
require_registered = true
strip = "com.acme."

[attributes]
namespaces = ["com.acme", "order"]
forbid = [
    "user.email",
    "*.token",
]

[errors]
text = "omit"

[registry]
path = "telemetry/registry.yaml"

[levels]
raw-spawn = "deny"
deprecated-attribute = "warn"
"#,
    );
    let policy = policy.expect("a policy");
    assert_eq!(policy.style(), Style::KebabCase);
    assert_eq!(policy.error_text, ErrorText::Omit);
    let names = &policy.names;
    let max_length = names.max_length.as_ref();
    assert_eq!(max_length.map(|it| (it.value, it.at.line)), Some((64, 5)));
    let prefixes = names.prefixes.as_ref();
    assert_eq!(prefixes.map(|it| it.at.line), Some(4));
    assert_eq!(policy.requires_registered().map(|at| at.line), Some(6));
    let forbid: Vec<_> = policy.attributes.forbid.iter().collect();
    assert_eq!(
        (forbid[1].value.as_str(), forbid[1].at.line),
        ("*.token", 13)
    );
    assert_eq!(policy.registry.as_ref().map(|it| it.at.line), Some(20));
    assert_eq!(policy.level(Rule::RawSpawn), Level::Deny);
    assert_eq!(policy.level(Rule::DeprecatedAttribute), Level::Warn);
    assert_eq!(policy.level_at(Rule::RawSpawn).map(|at| at.line), Some(23));
    assert_eq!(policy.level(Rule::AttributeMember), Level::Warn);
}

#[test]
fn an_empty_file_is_a_policy() {
    let policy = read("").expect("a policy");
    assert_eq!(policy.level(Rule::UnknownAttribute), Level::Deny);
    let without = Policy::default();
    assert_eq!(without.level(Rule::UnknownAttribute), Level::Warn);
}

#[test]
fn mistakes_are_one_error_with_its_line() {
    for (text, wanted) in [
        (
            "[name]",
            "1: `traced.toml` has no field `name`; did you mean `names`?",
        ),
        (
            "x = 1",
            "1: `traced.toml` has no field `x`; accepted are `names`, `attributes`, `errors`, `registry`, `levels`",
        ),
        (
            "names = 1",
            "1: `[names]` is a mapping of fields; this is the integer `1`",
        ),
        (
            "[names]\nstyl = 'any'",
            "2: `[names]` has no field `styl`; did you mean `style`?",
        ),
        (
            "[names]\nstyle = 'kebap-case'",
            "2: `kebap-case` is none of `dotted.snake_case`, `snake_case`, `kebab-case`, `any`; did you mean `kebab-case`?",
        ),
        (
            "[names]\nstyle = 5",
            "2: `style` is a text; this is the integer `5`",
        ),
        (
            "[names]\nstyle = ''",
            "2: `style` is a text; this is the text ``",
        ),
        (
            "[names]\nprefixes = 'order'",
            "2: `prefixes` is a list; this is the text `order`",
        ),
        (
            "[names]\nprefixes = ['a',\n 1]",
            "3: `prefixes` is a list of texts; the integer `1` stands in it",
        ),
        (
            "[names]\nmax_length = 0",
            "2: `max_length` is a number above 0; this is the integer `0`",
        ),
        (
            "[names]\nmax_length = -4",
            "2: `max_length` is a number above 0; this is the integer `-4`",
        ),
        (
            "[names]\nmax_length = 1.5",
            "2: `max_length` is a number above 0; this is the number `1.5`",
        ),
        (
            "[names]\nrequire_registered = 'yes'",
            "2: `require_registered` is `true` or `false`; this is the text `yes`",
        ),
        (
            "[names]\nrequire_registered = true",
            "2: `require_registered` needs a registry: `[registry] path = \"telemetry/registry.yaml\"`",
        ),
        (
            "[attributes]\nnamespaces = ['a.*']",
            "2: `a.*` is not a namespace; write it without `*` and without a dot at its end",
        ),
        (
            "[attributes]\nforbit = []",
            "2: `[attributes]` has no field `forbit`; did you mean `forbid`?",
        ),
        (
            "[errors]\ntext = 'keep'",
            "2: `keep` is none of `record`, `omit`",
        ),
        ("[registry]", "1: `[registry]` has no `path`"),
        (
            "[registry]\npath = 'a'\nfile = 'b'",
            "3: `[registry]` has no field `file`; accepted are `path`",
        ),
        (
            "[levels]\nname-styl = 'deny'",
            "2: there is no rule `name-styl`; did you mean `name-style`?",
        ),
        (
            "[levels]\nname-style = 'forbid'",
            "2: `forbid` is none of `deny`, `warn`, `allow`",
        ),
        (
            "[levels]\nname-style = 'dney'",
            "2: `dney` is none of `deny`, `warn`, `allow`; did you mean `deny`?",
        ),
        (
            "[levels]\nname-style = 'deny'\nname_style = 'warn'",
            "3: `name-style` stands here a second time",
        ),
        (
            "[names]\nstyle = 'any'\n[names]\n",
            "3: this is not TOML: duplicate key",
        ),
    ] {
        let wanted = format!("traced.toml:{wanted}");
        assert_eq!(read(text).map(|_| ()), Err(wanted), "{text}");
    }
}
