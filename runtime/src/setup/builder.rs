//! From choices to a running pipeline.

use std::fmt;
use std::sync::Mutex;

use opentelemetry::global;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider, ShouldSample, SpanExporter};

use super::config::Config;
use super::doctor::{self, Report};
use super::env::{self, Read};
use super::sinks::Sinks;
use super::start_line::{self, Facts};
use super::telemetry::{Made, Parts, Telemetry};
use super::{Exporter, SetupError, mistakes, propagators, resource};
use crate::diagnostics::{self, Level, Place};
use crate::export::{self, WhenFull, Worker};
use crate::propagation::{self, Environment};
use crate::provider::{Options, Pipeline, Provider, TracedProvider};
use crate::span::install_panic_hook;

/// Starts a worker over an exporter whose type is known only where it was given.
type StartWorker = Box<dyn FnOnce(export::Settings) -> std::io::Result<Worker> + Send>;

/// Choices for a set-up; [`builder`] makes one, [`install`](Self::install) ends it.
#[must_use = "nothing is set up before `install`"]
pub struct Builder {
    service_name: String,
    exporters: Vec<StartWorker>,
    default_exporter: Option<Exporter>,
    options: Options,
    /// The sampler that the code gave, as it calls itself.
    sampler: Option<String>,
    scopes_off: Vec<String>,
    when_full: WhenFull,
    provider: Option<SdkTracerProvider>,
    resource: Option<Resource>,
    diagnostics: Level,
    environment: Box<Read>,
    place: Place,
}

/// Begins a set-up with choices of its own; see [`init`](super::init) for the name.
#[track_caller]
pub fn builder(service_name: impl Into<String>) -> Builder {
    Builder {
        service_name: service_name.into(),
        exporters: Vec::new(),
        default_exporter: None,
        options: Options::default(),
        sampler: None,
        scopes_off: Vec::new(),
        when_full: WhenFull::DropNewest,
        provider: None,
        resource: None,
        diagnostics: Level::Warn,
        environment: Box::new(env::process),
        place: Place::caller(),
    }
}

impl Builder {
    /// Exports to this exporter, whatever `OTEL_TRACES_EXPORTER` says.
    ///
    /// It runs on threads of the worker, with a tokio runtime entered; it may block.
    /// Given several times, each exporter gets every span.
    pub fn exporter(mut self, exporter: impl SpanExporter + 'static) -> Self {
        self.exporters
            .push(Box::new(|settings| Worker::start(exporter, settings)));
        self
    }

    /// What exports where `OTEL_TRACES_EXPORTER` is not set; otherwise that is OTLP.
    pub fn default_exporter(mut self, exporter: Exporter) -> Self {
        self.default_exporter = Some(exporter);
        self
    }

    /// Samples by this sampler, whatever `OTEL_TRACES_SAMPLER` says.
    pub fn sampler(mut self, sampler: impl ShouldSample + 'static) -> Self {
        self.sampler = Some(format!("{sampler:?}"));
        self.options = self.options.sampler(sampler);
        self
    }

    /// Switches instrumentation scopes off whose name matches this pattern, in which `*`
    /// stands for any text: the spans of a package that says too much. May be given
    /// several times; [`Telemetry::set_scopes_off`] changes it while the process runs.
    ///
    /// A scope is named as the package that starts its spans: `"traced-sqlx"`, `"my-crate*"`.
    pub fn scope_off(mut self, pattern: impl Into<String>) -> Self {
        self.scopes_off.push(pattern.into());
        self
    }

    /// What becomes of spans that end while the export queue is full; otherwise the newest
    /// are dropped.
    pub fn when_full(mut self, when_full: WhenFull) -> Self {
        self.when_full = when_full;
        self
    }

    /// Adds attributes to the resource. They win over `OTEL_RESOURCE_ATTRIBUTES`; only
    /// `OTEL_SERVICE_NAME` wins over them.
    pub fn resource(mut self, resource: Resource) -> Self {
        self.resource = Some(resource);
        self
    }

    /// Uses this provider, with its own processors, exporters, sampler and resource.
    ///
    /// What remains of the set-up are the propagators, the diagnostics and the guard.
    /// Its spans are not in [`traced::stats()`](crate::stats), for nothing here sees them
    /// end; give it a [`Pipeline`] as a span processor to change that.
    pub fn provider(mut self, provider: SdkTracerProvider) -> Self {
        self.provider = Some(provider);
        self
    }

    /// How loud diagnostics are; `TRACED_DIAGNOSTICS` wins.
    pub fn diagnostics(mut self, level: Level) -> Self {
        self.diagnostics = level;
        self
    }

    /// Reads variables from here instead of from the process's environment: for tests,
    /// and for programs whose configuration comes from elsewhere.
    pub fn environment(
        mut self,
        read: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        self.environment = Box::new(read);
        self
    }

    /// Sets everything up and installs it for the whole process.
    ///
    /// A later set-up replaces an earlier one for new spans; the earlier guard still
    /// flushes its own. A process that was started in a trace continues it: see
    /// [`process`](crate::process).
    ///
    /// # Errors
    ///
    /// As [`init`](super::init). Nothing is installed then.
    pub fn install(self) -> Result<Telemetry, SetupError> {
        let place = self.place;
        let built = self.prepare()?;
        diagnostics::inform(&built.start_line());
        propagators::install(&built.propagators);
        propagation::inherit(&Environment::read(&*built.environment), place);
        match &built.parts.maker {
            Made::Nothing => crate::provider::disable(),
            Made::Own(own, pipeline) => {
                global::set_tracer_provider(own.clone());
                crate::provider::install(Provider::from(own.clone()), Some(pipeline.clone()));
                install_panic_hook();
            }
            Made::Sdk(sdk) => {
                global::set_tracer_provider(sdk.clone());
                crate::provider::install(Provider::new(sdk.clone()), None);
                install_panic_hook();
            }
        }
        let mut parts = built.parts;
        if matches!(parts.maker, Made::Own(..)) {
            parts.installed = Mutex::new(Some(place));
        }
        Ok(Telemetry::new(parts))
    }

    /// Sets everything up and installs nothing: spans reach it only where a context
    /// names its [`provider`](Telemetry::provider). For tests, and for a process with
    /// more than one destination.
    ///
    /// # Errors
    ///
    /// As [`init`](super::init).
    pub fn build(self) -> Result<Telemetry, SetupError> {
        Ok(Telemetry::new(self.prepare()?.parts))
    }

    /// As [`doctor`](super::doctor), for these choices. Exporters that were given in the code
    /// are not tried: only they know where they send.
    pub fn doctor(self) -> Report {
        doctor::examine(
            &*self.environment,
            &self.service_name,
            self.default_exporter,
        )
    }

    fn prepare(self) -> Result<Built, SetupError> {
        let mut config = Config::read(&*self.environment)?;
        config.worker.place = Some(self.place);
        config.worker.when_full = self.when_full;
        diagnostics::enable(config.diagnostics.unwrap_or(self.diagnostics));
        diagnostics::limit(config.verbosity);
        let resource =
            resource::resource(&self.service_name, &config.resource, self.resource.as_ref());
        let parts = if config.disabled {
            Parts {
                resource,
                facts: Facts {
                    disabled: true,
                    ..Facts::default()
                },
                ..Parts::default()
            }
        } else if let Some(provider) = self.provider {
            Parts {
                maker: Made::Sdk(provider),
                resource,
                facts: Facts {
                    foreign: true,
                    ..Facts::default()
                },
                ..Parts::default()
            }
        } else {
            running(
                &config,
                self.exporters,
                self.default_exporter,
                self.options.scopes_off(self.scopes_off),
                self.sampler,
                resource,
            )?
        };
        let nameless = mistakes::of_service(&resource::service_name(&parts.resource));
        for note in config.notes.iter().chain(&nameless) {
            diagnostics::say(note);
        }
        Ok(Built {
            parts,
            propagators: config.propagators,
            environment: self.environment,
        })
    }
}

struct Built {
    parts: Parts,
    propagators: Vec<propagators::Propagator>,
    environment: Box<Read>,
}

impl Built {
    fn start_line(&self) -> String {
        let service = resource::service_name(&self.parts.resource);
        self.parts.facts.line(&service, &self.propagators)
    }
}

/// The pipeline of our own, running.
fn running(
    config: &Config,
    given: Vec<StartWorker>,
    default_exporter: Option<Exporter>,
    mut options: Options,
    mut sampler_words: Option<String>,
    resource: Resource,
) -> Result<Parts, SetupError> {
    let mut sinks = Sinks::new(config);
    if given.is_empty() {
        let default = || vec![default_exporter.unwrap_or(Exporter::Otlp)];
        for exporter in config.exporters.clone().unwrap_or_else(default) {
            sinks.add(exporter)?;
        }
    } else {
        for start in given {
            sinks.add_worker(start)?;
        }
    }
    let pipeline = Pipeline::new(sinks.all);
    pipeline.set_resource_of_all(&resource);
    if sampler_words.is_none() {
        let default = || Sampler::ParentBased(Box::new(Sampler::AlwaysOn));
        let sampler = config.sampler.clone().unwrap_or_else(default);
        sampler_words = Some(format!("{sampler:?}"));
        options = options.sampler(sampler);
    }
    let options = options
        .limits(config.limits)
        .value_length(config.value_length);
    let facts = Facts {
        exports: sinks.described,
        sampler: start_line::sampler(&sampler_words.unwrap_or_default()),
        ..Facts::default()
    };
    Ok(Parts {
        maker: Made::Own(TracedProvider::new(pipeline.clone(), options), pipeline),
        workers: sinks.workers,
        resource,
        facts,
        ..Parts::default()
    })
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("service_name", &self.service_name)
            .field("exporters", &self.exporters.len())
            .field("default_exporter", &self.default_exporter)
            .field("options", &self.options)
            .field("provider", &self.provider)
            .field("resource", &self.resource)
            .field("diagnostics", &self.diagnostics)
            .finish_non_exhaustive()
    }
}
