//! The client's side: what a request to be sent says about itself (HC-2, HC-3, HR-1 to
//! HR-4).

use std::borrow::Cow;

use opentelemetry::KeyValue;

use super::{Method, Settings, split_host_port};
use crate::semconv::attribute;

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
        let mut attributes = Vec::with_capacity(8);
        self.method(settings).push_to(&mut attributes);
        attributes.push(KeyValue::new(
            attribute::URL_FULL,
            settings.redaction.url(self.url).into_owned(),
        ));
        if let Some(host) = self.host {
            attributes.push(KeyValue::new(attribute::SERVER_ADDRESS, host.to_owned()));
        }
        if let Some(port) = self.port {
            attributes.push(KeyValue::new(attribute::SERVER_PORT, i64::from(port)));
        }
        if let Some(template) = self.template {
            attributes.push(KeyValue::new(attribute::URL_TEMPLATE, template.to_owned()));
        }
        if self.resend_count > 0 {
            attributes.push(KeyValue::new(
                attribute::HTTP_REQUEST_RESEND_COUNT,
                i64::from(self.resend_count),
            ));
        }
        attributes
    }

    fn method(&self, settings: &Settings) -> Method<'a> {
        settings.known_methods.recognise(self.method)
    }
}
