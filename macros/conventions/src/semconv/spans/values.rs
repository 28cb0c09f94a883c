//! What a span has, as its type is judged by it: values by key, whichever version named the key.

/// The values of a span's attributes by key, as text.
pub type Values<'v> = dyn Fn(&str) -> Option<String> + 'v;

/// Keys that a later version calls otherwise. Instrumentation that is ahead of the built-in
/// version is not behind.
pub(super) const RENAMED_LATER: &[(&str, &str)] =
    &[("rpc.response.status_code", "rpc.status_code")];

/// What a later version than the built-in one calls this key.
pub fn renamed_later(key: &str) -> Option<&'static str> {
    let found = RENAMED_LATER.iter().find(|(now, _)| *now == key);
    found.map(|(_, later)| *later)
}

/// The key of the built-in version that a later one calls so.
pub fn name_until_now(later: &str) -> Option<&'static str> {
    let found = RENAMED_LATER.iter().find(|(_, known)| *known == later);
    found.map(|(now, _)| *now)
}
