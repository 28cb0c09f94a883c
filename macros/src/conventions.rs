//! What the conventions find, as errors and warnings of the compiler.

use std::collections::BTreeSet;

use traced_conventions::{
    AttributeFact, Fact, Finding, Level, Rule, SpanFacts, SpanKind, Value, semconv,
};

use crate::agreed::Agreed;
use crate::at::At;
use crate::attribute::{Attribute, Capture, Constant, Key};
use crate::errors::Errors;
use crate::late::Late;
use crate::model::{Conventions, Judged, Warning};
use crate::raw_spawn::RawSpawn;
use crate::words::Kind;

/// Judges name, kind and attributes. What is only a warning is returned: it is written into the code.
pub(crate) fn check(facts: &Conventions, agreed: &Agreed, errors: &mut Errors) -> Vec<Warning> {
    let mut report = Report::default();
    let name = report.token(facts.name.at);
    // What an item says of many is wrong of this one, where it can say otherwise.
    let said = facts.kind_at.filter(|_| !facts.kind_is_shared);
    let kind = said.map_or(name, |at| report.token(at));
    let mut inherited = BTreeSet::new();
    let mut attributes = Vec::new();
    for judged in &facts.attributes {
        let first = report.tokens.len();
        attributes.push(report.attribute(judged));
        if judged.is_inherited {
            inherited.extend(first..report.tokens.len());
        }
    }
    let span = SpanFacts {
        name_is_written: facts.name_is_written,
        kind: Some((span_kind(facts.kind), kind)),
        attributes,
        ..SpanFacts::written(Fact::new(facts.name.text.clone(), name))
    };
    let mut findings = traced_conventions::check(&span, agreed.conventions());
    if let Some(shared) = shared_kind(facts, agreed, &mut report) {
        findings.retain(|found| found.rule != Rule::SpanKind);
        findings.push(shared);
    }
    // What an item hands on to its functions was judged there, and stands at one place.
    let findings = findings.into_iter();
    report.all(
        findings.filter(|found| !inherited.contains(&found.at)),
        errors,
    );
    report.warnings
}

/// What is wrong with the kind of all spans of an item, in words that are the same for each, so that the
/// compiler says them once: that the type of a span follows from an attribute of the item, and the kind
/// is not one that it has.
fn shared_kind(
    facts: &Conventions,
    agreed: &Agreed,
    report: &mut Report,
) -> Option<Finding<usize>> {
    if !facts.kind_is_shared {
        return None;
    }
    let shared = || facts.attributes.iter().filter(|it| it.is_inherited);
    let kind = span_kind(facts.kind);
    let find = |key: &str| shared().find(|it| it.key.text == key);
    let value = |key: &str| find(key)?.value.as_ref()?.0.as_text();
    let rules = semconv::span_rules(|key| find(key).is_some(), &value, Some(kind))?;
    let at = facts.kind_at.or_else(|| Some(find(rules.marker)?.key.at))?;
    let span = SpanFacts {
        name_is_written: false,
        kind: Some((kind, report.token(at))),
        attributes: shared().map(|it| report.attribute(it)).collect(),
        ..SpanFacts::written(Fact::new("", report.token(at)))
    };
    let findings = traced_conventions::check(&span, agreed.conventions());
    findings
        .into_iter()
        .find(|found| found.rule == Rule::SpanKind)
}

/// Judges the values of `record!`; the keys were judged where they are declared.
pub(crate) fn values(
    attributes: &[Attribute],
    agreed: &Agreed,
    errors: &mut Errors,
) -> Vec<Warning> {
    let mut report = Report::default();
    let name = report.token(proc_macro2::Span::call_site().into());
    let facts = attributes.iter().map(Judged::from);
    let span = SpanFacts {
        name_is_written: false,
        attributes: facts.map(|judged| report.attribute(&judged)).collect(),
        ..SpanFacts::written(Fact::new("", name))
    };
    let findings = traced_conventions::check(&span, agreed.conventions()).into_iter();
    let of_values = [Rule::AttributeType, Rule::AttributeMember];
    report.all(
        findings.filter(|found| of_values.contains(&found.rule)),
        errors,
    );
    report.warnings
}

/// Judges the tasks and threads that a body starts.
pub(crate) fn spawns(spawns: Vec<RawSpawn>, agreed: &Agreed, errors: &mut Errors) -> Vec<Warning> {
    let mut report = Report::default();
    for spawn in spawns {
        let at = report.token(spawn.at);
        let finding = agreed
            .conventions()
            .finding(Rule::RawSpawn, spawn.to_string(), at);
        report.all(finding, errors);
    }
    report.warnings
}

/// Findings by the tokens that they are about, of which each gets one.
#[derive(Default)]
struct Report {
    tokens: Vec<At>,
    said: BTreeSet<usize>,
    warnings: Vec<Warning>,
}

impl Report {
    fn token(&mut self, at: At) -> usize {
        self.tokens.push(at);
        self.tokens.len() - 1
    }

    fn attribute(&mut self, judged: &Judged) -> AttributeFact<usize> {
        let key = Fact::new(judged.key.text.clone(), self.token(judged.key.at));
        match &judged.value {
            Some((value, at)) => AttributeFact::with_value(key, value.clone(), self.token(*at)),
            None => AttributeFact::from(key),
        }
    }

    fn all(&mut self, findings: impl IntoIterator<Item = Finding<usize>>, errors: &mut Errors) {
        for finding in findings {
            if !self.said.insert(finding.at) {
                continue;
            }
            let at = self.tokens[finding.at];
            match finding.level {
                Level::Deny => errors.at(at, &finding),
                Level::Warn => self.warnings.push(Warning {
                    rule: finding.rule,
                    message: finding.to_string(),
                    at,
                }),
                Level::Allow => {}
            }
        }
    }
}

impl From<&Attribute> for Judged {
    fn from(attribute: &Attribute) -> Self {
        let value = &attribute.value;
        let known = match (value.capture, value.constant()) {
            (Capture::Typed, None) => None,
            (Capture::Typed, Some(constant)) => Some(constant.into()),
            (Capture::Display | Capture::Debug, _) => Some(Value::Of(TEXT)),
        };
        Judged {
            key: attribute.key.clone(),
            value: known.map(|known| (known, At::of(&value.expr))),
            is_inherited: false,
        }
    }
}

impl From<&Late> for Judged {
    fn from(late: &Late) -> Self {
        Judged {
            key: late.key.clone(),
            value: Some((Value::Of(late.ty.value_type()), late.ty_at)),
            is_inherited: false,
        }
    }
}

const TEXT: traced_conventions::registry::ValueType =
    traced_conventions::registry::ValueType::One(traced_conventions::registry::Primitive::String);

impl From<Constant> for Value {
    fn from(constant: Constant) -> Self {
        match constant {
            Constant::Str(text) => Value::String(text),
            Constant::Int(int) => Value::Int(int),
            Constant::Float(float) => Value::Double(float),
            Constant::Bool(is) => Value::Boolean(is),
        }
    }
}

fn span_kind(kind: Kind) -> SpanKind {
    match kind {
        Kind::Internal => SpanKind::Internal,
        Kind::Server => SpanKind::Server,
        Kind::Client => SpanKind::Client,
        Kind::Producer => SpanKind::Producer,
        Kind::Consumer => SpanKind::Consumer,
    }
}

/// What is judged of attributes: those that are computed, those that come later, those of the result.
pub(crate) fn judged(
    attributes: &[Attribute],
    late: &[Late],
    returned: &[Attribute],
) -> Vec<Judged> {
    let computed = attributes.iter().map(Judged::from);
    let late = late.iter().map(Judged::from);
    // A closure is no value.
    let returned = returned
        .iter()
        .map(|attribute| match attribute.value.capture {
            Capture::Typed => Judged::of_key(attribute.key.clone()),
            Capture::Display | Capture::Debug => Judged::from(attribute),
        });
    computed.chain(late).chain(returned).collect()
}

impl Judged {
    fn of_key(key: Key) -> Self {
        Judged {
            key,
            value: None,
            is_inherited: false,
        }
    }
}
