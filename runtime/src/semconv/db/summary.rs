//! The query summary: what a query does and to what, without any value (DS-1).

use super::System;
use super::lexer::{Kind, Lexer, Token};

/// The longest summary, in bytes, as the conventions say.
pub const MAX_SUMMARY: usize = 255;

/// Names that one `WITH` may define before further ones count as tables: it bounds the search.
const MAX_DEFINED: usize = 64;

/// `{operation} {target} {operation} {target} …` in order of appearance, case and quotes kept.
///
/// `SELECT * FROM songs, artists` gives `SELECT songs artists`. Names that the query itself defines (`WITH x AS`) are
/// no targets. Empty for a text without a word. Read in one pass; cut between two tokens to [`MAX_SUMMARY`] bytes.
pub fn summarize(sql: &str, system: System) -> String {
    let mut walk = Walk {
        summary: String::new(),
        full: false,
        levels: vec![Level::new(Open::Any)],
        defined: Vec::new(),
        target: String::new(),
        before: "",
    };
    for token in Lexer::new(sql, system) {
        if walk.full {
            break;
        }
        if token.kind != Kind::Blank {
            walk.token(&token);
            walk.before = token.text;
        }
    }
    walk.finish_target();
    walk.summary
}

/// Which word may open an operation here. (`SELECT` may anywhere.)
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    /// Any word: the start of a statement.
    Any,
    /// A verb: after `WITH`, after `EXPLAIN`, and between queries in parentheses.
    Verb,
    /// A verb, as the next token: after an opening parenthesis.
    VerbNow,
    /// None.
    Nothing,
}

/// What the next name is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
    Nothing,
    /// What the operation works on.
    Target,
    /// What sort of thing `CREATE`, `ALTER` or `DROP` is about.
    Object,
    /// A name that `WITH` defines.
    Definition,
}

/// The text between two parentheses, or outside all of them.
struct Level {
    open: Open,
    expect: Expect,
    /// What a comma brings.
    comma: Expect,
    /// An operation stands here whose `FROM` names a target: not so in `extract(year FROM t)`, nor in `COPY t FROM
    /// 'file'`.
    operation: bool,
}

impl Level {
    fn new(open: Open) -> Self {
        Self {
            open,
            expect: Expect::Nothing,
            comma: Expect::Nothing,
            operation: false,
        }
    }

    fn expect(&mut self, expect: Expect, comma: Expect) {
        self.expect = expect;
        self.comma = comma;
    }
}

struct Walk<'a> {
    summary: String,
    full: bool,
    /// Never empty.
    levels: Vec<Level>,
    defined: Vec<&'a str>,
    /// The target being read; a dotted name comes in several tokens.
    target: String,
    before: &'a str,
}

impl<'a> Walk<'a> {
    fn level(&mut self) -> &mut Level {
        let last = self.levels.len() - 1;
        &mut self.levels[last]
    }

    fn token(&mut self, token: &Token<'a>) {
        if !self.target.is_empty() {
            if token.is_mark('.') || (self.target.ends_with('.') && token.kind != Kind::Mark) {
                self.target.push_str(token.text);
                return;
            }
            self.finish_target();
        }
        match token.kind {
            Kind::Mark => self.mark(token.text),
            Kind::Word if self.keyword(token.text) => {}
            Kind::Word | Kind::Quoted => self.name(token.text),
            // MySQL and SQLite take a table's name in single quotes too.
            Kind::Text if self.level().comma == Expect::Target => self.name(token.text),
            _ => self.level().expect = Expect::Nothing,
        }
        let level = self.level();
        if level.open == Open::VerbNow && token.kind != Kind::Mark {
            level.open = Open::Nothing;
        }
    }

    fn mark(&mut self, mark: &str) {
        match mark {
            "(" => {
                let level = self.level();
                level.expect = Expect::Nothing;
                if level.open == Open::Any {
                    level.open = Open::Verb;
                }
                self.levels.push(Level::new(Open::VerbNow));
            }
            ")" if self.levels.len() > 1 => {
                self.levels.pop();
            }
            ";" => {
                self.levels.clear();
                self.levels.push(Level::new(Open::Any));
                self.defined.clear();
            }
            "," => {
                let level = self.level();
                level.expect = level.comma;
            }
            // The braces of `{call procedure}`.
            "{" | "}" => {}
            _ => self.level().expect = Expect::Nothing,
        }
    }

    /// Reads `word` as a keyword; false if it is a name here.
    fn keyword(&mut self, word: &'a str) -> bool {
        const CLAUSES: &[&str] = &[
            "WHERE",
            "GROUP",
            "ORDER",
            "HAVING",
            "LIMIT",
            "OFFSET",
            "FETCH",
            "WINDOW",
            "SET",
            "VALUES",
            "RETURNING",
            "FOR",
            "UNION",
            "INTERSECT",
            "EXCEPT",
        ];
        const BEFORE_TARGETS: &[&str] = &[
            "TABLE",
            "ONLY",
            "LATERAL",
            "IF",
            "NOT",
            "EXISTS",
            "OR",
            "IGNORE",
            "REPLACE",
            "ABORT",
            "FAIL",
            "ROLLBACK",
            "CONCURRENTLY",
            "RECURSIVE",
        ];
        if self.opens(word) {
            return true;
        }
        let distinct = self.before.eq_ignore_ascii_case("DISTINCT");
        let level = self.level();
        match level.expect {
            Expect::Object => {
                if is(word, OBJECTS) {
                    level.expect(Expect::Target, Expect::Target);
                    self.push(word);
                }
                return true;
            }
            Expect::Target | Expect::Definition if is(word, BEFORE_TARGETS) => return true,
            Expect::Definition => return false,
            _ if !level.operation => return false,
            _ => {}
        }
        if is(word, &["FROM"]) && !distinct {
            level.expect(Expect::Target, Expect::Target);
        } else if is(word, &["JOIN", "STRAIGHT_JOIN", "USING"]) {
            // A join's `USING (column)` has a parenthesis, which ends the expectation.
            level.expect = Expect::Target;
        } else if is(word, &["INTO"]) {
            level.expect(Expect::Target, Expect::Nothing);
        } else if is(word, CLAUSES) {
            level.expect(Expect::Nothing, Expect::Nothing);
        } else {
            return false;
        }
        true
    }

    /// Opens an operation if `word` is one.
    fn opens(&mut self, word: &'a str) -> bool {
        const VERBS: &[&str] = &["INSERT", "UPDATE", "DELETE", "MERGE"];
        let level = self.level();
        let any = level.open == Open::Any;
        let may_open = level.open != Open::Nothing;
        if may_open && is(word, &["WITH"]) {
            level.open = Open::Verb;
            level.expect(Expect::Definition, Expect::Definition);
            return true;
        }
        let verb = is(word, &["SELECT"]) || (may_open && is(word, VERBS));
        if !verb && !any {
            return false;
        }
        *level = Level::new(Open::Nothing);
        level.operation = !is(word, &["COPY"]);
        if is(word, &["EXPLAIN"]) {
            level.open = Open::Verb;
        } else if is(word, &["CREATE", "ALTER", "DROP"]) {
            level.expect = Expect::Object;
        } else if is(word, WITH_TARGET) {
            level.expect = Expect::Target;
        }
        self.push(word);
        true
    }

    fn name(&mut self, text: &'a str) {
        let expect = std::mem::replace(&mut self.level().expect, Expect::Nothing);
        match expect {
            Expect::Target => self.target.push_str(text),
            Expect::Definition if self.defined.len() < MAX_DEFINED => self.defined.push(text),
            Expect::Definition | Expect::Nothing | Expect::Object => {}
        }
    }

    fn finish_target(&mut self) {
        let target = std::mem::take(&mut self.target);
        if !target.is_empty() && !self.defined.contains(&target.as_str()) {
            self.push(&target);
        }
    }

    fn push(&mut self, token: &str) {
        let separator = usize::from(!self.summary.is_empty());
        if self.summary.len() + separator + token.len() > MAX_SUMMARY {
            self.full = true;
        }
        if !self.full {
            self.summary.push_str(&" "[..separator]);
            self.summary.push_str(token);
        }
    }
}

/// Operations whose target follows at once.
const WITH_TARGET: &[&str] = &[
    "UPDATE", "CALL", "EXEC", "EXECUTE", "TRUNCATE", "PRAGMA", "USE", "COPY", "LOCK",
];

/// What `CREATE`, `ALTER` and `DROP` are about.
const OBJECTS: &[&str] = &[
    "TABLE",
    "VIEW",
    "INDEX",
    "SEQUENCE",
    "SCHEMA",
    "DATABASE",
    "FUNCTION",
    "PROCEDURE",
    "TRIGGER",
    "TYPE",
    "DOMAIN",
    "EXTENSION",
    "ROLE",
    "USER",
];

fn is(word: &str, keywords: &[&str]) -> bool {
    keywords
        .iter()
        .any(|keyword| word.eq_ignore_ascii_case(keyword))
}
