//! `Forwarded` (RFC 7239) and `X-Forwarded-*`: what a proxy says about the request it
//! passed on.

use http::HeaderMap;

use super::authority::split_host_port;

/// The first hop's account of the original request.
///
/// Any client can write these headers. They mean something only behind a proxy that sets
/// or strips them, which is why the mappings look at them only if
/// [`trust_forwarded`](super::Settings::trust_forwarded) says so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forwarded {
    /// The client's address, without its port.
    pub client: Option<String>,
    /// `http` or `https`.
    pub scheme: Option<&'static str>,
    /// The host that the client asked for, without its port.
    pub host: Option<String>,
    /// The port that the client asked for.
    pub port: Option<u16>,
}

impl Forwarded {
    /// Reads the headers: `Forwarded` first, and `X-Forwarded-For`, `-Proto` and `-Host`
    /// for what it leaves open.
    pub fn from_headers(headers: &HeaderMap) -> Self {
        let mut found = Self::default();
        for element in
            header_lines(headers, "forwarded").flat_map(|line| split_outside_quotes(line, ','))
        {
            for (name, value) in
                split_outside_quotes(element, ';').filter_map(|pair| pair.split_once('='))
            {
                let value = unquote(value.trim());
                match name.trim().to_ascii_lowercase().as_str() {
                    "for" => found.learn_client(&value),
                    "proto" => found.learn_scheme(&value),
                    "host" => found.learn_host(&value),
                    _ => {}
                }
            }
        }
        if let Some(client) = first_of_list(headers, "x-forwarded-for") {
            found.learn_client(client);
        }
        if let Some(scheme) = first_of_list(headers, "x-forwarded-proto") {
            found.learn_scheme(scheme);
        }
        if let Some(host) = first_of_list(headers, "x-forwarded-host") {
            found.learn_host(host);
        }
        found
    }

    /// RFC 7239 lets a proxy hide the client behind `unknown` or `_name`: neither is an
    /// address.
    fn learn_client(&mut self, node: &str) {
        if self.client.is_none()
            && let Some((host, _)) = split_host_port(node)
            && host != "unknown"
            && !host.starts_with('_')
        {
            self.client = Some(host.to_owned());
        }
    }

    fn learn_scheme(&mut self, scheme: &str) {
        self.scheme = self.scheme.or_else(|| {
            ["http", "https"]
                .into_iter()
                .find(|known| known.eq_ignore_ascii_case(scheme))
        });
    }

    fn learn_host(&mut self, authority: &str) {
        if self.host.is_none()
            && let Some((host, port)) = split_host_port(authority)
        {
            self.host = Some(host.to_owned());
            self.port = port;
        }
    }
}

/// The lines of a header that are text; a line that is not cannot be an address.
fn header_lines<'a>(headers: &'a HeaderMap, name: &'static str) -> impl Iterator<Item = &'a str> {
    headers
        .get_all(name)
        .into_iter()
        .filter_map(|line| line.to_str().ok())
}

fn first_of_list<'a>(headers: &'a HeaderMap, name: &'static str) -> Option<&'a str> {
    header_lines(headers, name)
        .flat_map(|line| line.split(','))
        .map(str::trim)
        .find(|item| !item.is_empty())
}

/// Splits where `separator` stands outside a quoted string.
fn split_outside_quotes(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    let mut escaped = false;
    text.split(move |c| {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ => return c == separator && !quoted,
        }
        false
    })
}

/// A quoted string's content; any other text as it is.
fn unquote(value: &str) -> String {
    let Some(inner) = value
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
    else {
        return value.to_owned();
    };
    let mut escaped = false;
    inner
        .chars()
        .filter(|&c| {
            escaped = c == '\\' && !escaped;
            !escaped
        })
        .collect()
}
