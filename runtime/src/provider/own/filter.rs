//! Instrumentation scopes that are switched off, by patterns of their names.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};

#[derive(Debug, Default)]
pub(super) struct Filter {
    /// Asked for every span: false as long as nothing is switched off.
    any: AtomicBool,
    off: RwLock<Vec<String>>,
}

impl Filter {
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        !self.any.load(Ordering::Relaxed)
    }

    pub(super) fn is_off(&self, scope: &str) -> bool {
        let off = self.off.read().unwrap_or_else(PoisonError::into_inner);
        off.iter().any(|pattern| matches(pattern, scope))
    }

    /// Replaces what is switched off.
    pub(super) fn set(&self, patterns: Vec<String>) {
        let any = !patterns.is_empty();
        *self.off.write().unwrap_or_else(PoisonError::into_inner) = patterns;
        self.any.store(any, Ordering::Relaxed);
    }
}

/// Whether `name` is what `pattern` says; `*` stands for any text, the empty one included.
fn matches(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else {
        return false;
    };
    let Some(last) = parts.next_back() else {
        return rest.is_empty();
    };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::{Filter, matches};

    #[test]
    fn a_pattern_is_a_name_with_stars() {
        for (pattern, name) in [
            ("traced-sqlx", "traced-sqlx"),
            ("*", ""),
            ("*", "anything"),
            ("traced-*", "traced-"),
            ("*-sqlx", "traced-sqlx"),
            ("my*app*db", "my-app-in-a-db"),
            ("a*a", "aa"),
        ] {
            assert!(matches(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in [
            ("traced-sqlx", "traced-sqlx2"),
            ("traced-*", "traced"),
            ("a*a", "a"),
            ("*-sqlx", "traced-sqlx-2"),
            ("a*b*c", "acb"),
            ("", "x"),
        ] {
            assert!(!matches(pattern, name), "{pattern} {name}");
        }
    }

    #[test]
    fn patterns_are_replaced_as_a_whole() {
        let filter = Filter::default();
        assert!(filter.is_empty());
        filter.set(vec!["a".to_owned(), "b*".to_owned()]);
        assert!(!filter.is_empty() && filter.is_off("a") && filter.is_off("bc"));
        filter.set(Vec::new());
        assert!(filter.is_empty() && !filter.is_off("a"));
    }
}
