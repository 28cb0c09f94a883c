//! Rules about the values of attributes.

use super::Broken;
use crate::registry::{AttributeConvention, Primitive, ValueType};
use crate::{Value, nearest};

/// Members that a message lists at most.
const FEW: usize = 8;
/// What OpenTelemetry records for a value that is none of the others.
const FALLBACK: &str = "_OTHER";

pub(super) fn wrong_type(
    key: &str,
    value: &Value,
    convention: &AttributeConvention,
) -> Option<Broken> {
    let (wanted, found) = (convention.value_type, value.value_type());
    if wanted.accepts(found) {
        return None;
    }
    let hint = match (wanted, value) {
        (ValueType::One(Primitive::Double), Value::Int(number)) => {
            format!("; write `{number}.0`")
        }
        _ => String::new(),
    };
    Some(Broken::by(
        convention.origin.clone(),
        format!("attribute `{key}` is {wanted}; this is {found}{hint}"),
    ))
}

pub(super) fn no_member(
    key: &str,
    value: &Value,
    convention: &AttributeConvention,
) -> Option<Broken> {
    let text = value.as_text()?;
    let members = convention.members.iter();
    let members = members.map(|member| member.value.as_str());
    // An enumeration of nothing but the fallback, as `error.type` is, names no values at all.
    let names_values = members.clone().any(|member| member != FALLBACK);
    if !names_values || convention.member(&text).is_some() {
        return None;
    }
    let hint = if let Some(near) = nearest(&text, members.clone()) {
        format!("did you mean `{near}`?")
    } else {
        let few: Vec<&str> = members.take(FEW).collect();
        let are_all = convention.members.len() <= FEW;
        let more = if are_all { "" } else { ", .." };
        format!("known are `{}`{more}", few.join("`, `"))
    };
    Some(Broken::by(
        convention.origin.clone(),
        format!("`{text}` is none of the known values of `{key}`; {hint}"),
    ))
}
