//! The client's side: what a request to be sent says about itself (HC-2, HC-3, HR-1 to
//! HR-4).

use std::borrow::Cow;

use opentelemetry::KeyValue;

use super::{Method, Settings, split_host_port};
use crate::semconv::attribute;
use crate::semconv::list::List;

/// A request to be sent, as the start of a client span needs it.
#[derive(Debug, Clone, Copy)]
pub struct ClientRequest<'a> {
    method: &'a str,
    url: &'a str,
    host: Option<&'a str>,
    port: Option<u16>,
    template: Option<&'a str>,
    resend_count: u32,
}

impl<'a> ClientRequest<'a> {
    /// A request to an absolute URL, as the caller wrote it: before redirects.
    #[inline]
    pub fn new(method: &'a str, url: &'a str) -> Self {
        Self {
            method,
            url,
            host: None,
            port: None,
            template: None,
            resend_count: 0,
        }
    }

    /// The host of the URL, with or without the brackets of an IPv6 address.
    pub fn host(mut self, host: Option<&'a str>) -> Self {
        self.host = host.and_then(split_host_port).map(|(host, _)| host);
        self
    }

    /// The port, also where the URL leaves it to the scheme: it is required even for 80
    /// and 443.
    #[inline]
    pub fn port(mut self, port: Option<u16>) -> Self {
        self.port = port;
        self
    }

    /// The template that the URL was made from; it becomes part of the name. Opt-in: only
    /// the application knows it.
    #[inline]
    pub fn template(mut self, template: Option<&'a str>) -> Self {
        self.template = template.filter(|template| !template.is_empty());
        self
    }

    /// How often this request was sent before: 0 for the first attempt, which is not
    /// written.
    #[inline]
    pub fn resend_count(mut self, count: u32) -> Self {
        self.resend_count = count;
        self
    }

    /// `{method} {url.template}`, or `{method}` where there is no template: host and path
    /// are never names (HC-2).
    pub fn span_name(&self, settings: &Settings) -> Cow<'static, str> {
        self.method(settings).span_name(self.template)
    }

    /// Every attribute that is known before the request is sent, to be given when the
    /// span starts, where samplers see them (HC-3).
    pub fn attributes(&self, settings: &Settings) -> Vec<KeyValue> {
        self.describe(settings).1
    }

    /// [`span_name`](Self::span_name) and [`attributes`](Self::attributes), for less than the two of them.
    pub fn describe(&self, settings: &Settings) -> (Cow<'static, str>, Vec<KeyValue>) {
        let mut list = List::with_room_for(10);
        let method = self.method(settings);
        method.push_to(&mut list);
        list.text(attribute::URL_FULL, &settings.redaction.url(self.url));
        if let Some(host) = self.host {
            list.text(attribute::SERVER_ADDRESS, host);
        }
        if let Some(port) = self.port {
            list.number(attribute::SERVER_PORT, port.into());
        }
        let name = self.push_template(&method, &mut list);
        if self.resend_count > 0 {
            list.number(attribute::HTTP_REQUEST_RESEND_COUNT, self.resend_count);
        }
        (name, list.done())
    }

    /// Writes the template, and returns the span's name, which it is part of.
    fn push_template(&self, method: &Method<'_>, list: &mut List) -> Cow<'static, str> {
        let Some(template) = self.template else {
            return method.span_name(None);
        };
        let (name, kept) = method.name_with(template);
        match kept {
            Some(template) => list.word(attribute::URL_TEMPLATE, template),
            None => list.text(attribute::URL_TEMPLATE, template),
        }
        name
    }

    fn method(&self, settings: &Settings) -> Method<'a> {
        settings.known_methods.recognise(self.method)
    }
}
