//! The parent's part: starts the services, sends the requests, adds up.

use crate::args::Fault;
use crate::child::{Accounts, Service};
use crate::report;
use crate::screen;
use crate::services::Role;
use std::error::Error;
use std::hash::{BuildHasher as _, RandomState};
use std::process::ExitCode;
use std::time::Duration;
use traced::testing::Collector;

/// What a customer may ask for, and what happens then.
const REQUESTS: [(&str, &str); 3] = [
    ("a checkout", "book"),
    ("one that is out of stock", "unicorn"),
    ("one that makes a handler panic", "paradox"),
];

/// A trace that began outside: in a browser, say.
fn traceparent() -> String {
    // Each state is seeded at random.
    let random = || RandomState::new().hash_one(0);
    format!("00-{:016x}{:016x}-{:016x}-01", random(), random(), random())
}

/// Plays the story; the exit code says whether every trace is whole.
pub(crate) async fn play(fault: Option<Fault>) -> Result<ExitCode, Box<dyn Error>> {
    let mut collector = match std::env::var("OTEL_EXPORTER_OTLP_ENDPOINT") {
        Ok(endpoint) if !endpoint.is_empty() => {
            screen::line(format_args!("the services export to {endpoint}\n"));
            None
        }
        _ => Some(Collector::start()?),
    };

    let environment = |protocol: &str| match &collector {
        None => Vec::new(),
        Some(collector) => {
            let endpoint = match protocol {
                "grpc" => collector.grpc_endpoint(),
                _ => collector.http_endpoint(),
            };
            vec![
                ("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint),
                ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol.to_owned()),
                ("OTEL_BSP_SCHEDULE_DELAY", "100".to_owned()),
                // Three times the same line about what was set up would hide the story.
                ("OTEL_LOG_LEVEL", "warn".to_owned()),
            ]
        }
    };
    let over_http = environment("http/protobuf");
    let over_grpc = environment("grpc");

    let inventory = Service::start(Role::Inventory, fault, &over_grpc).await?;
    let mut for_orders = over_http.clone();
    for_orders.push(("INVENTORY", inventory.address.to_string()));
    let orders = Service::start(Role::Orders, fault, &for_orders).await?;
    let mut for_gateway = over_http;
    for_gateway.push(("ORDERS", orders.address.to_string()));
    let gateway = Service::start(Role::Gateway, fault, &for_gateway).await?;

    let client = reqwest::Client::new();
    for (number, (what, sku)) in REQUESTS.iter().enumerate() {
        if fault == Some(Fault::Export) && number == 1 {
            // Every service has reached it once; what comes later finds nobody.
            if let Some(collector) = &mut collector {
                collector.wait_for(Duration::from_secs(10), |spans| {
                    let arrived = |role: Role| spans.iter().any(|s| s.service == role.name());
                    Role::ALL.into_iter().all(arrived)
                })?;
                collector.stop();
            }
        }
        let traceparent = traceparent();
        let answer = client
            .post(format!("http://{}/checkout", gateway.address))
            .header("traceparent", &traceparent)
            .json(&serde_json::json!({ "sku": sku, "quantity": 2, "customer": "ada" }))
            .send()
            .await?;
        let status = answer.status();
        screen::line(format_args!("{what}: {status}, {:?}", answer.text().await?));
        if collector.is_none() {
            screen::line(format_args!("  trace {}", &traceparent[3..35]));
        }
    }
    screen::line("");

    // Each finishes what the ones before it may still ask of it.
    let mut accounts = Accounts::default();
    for service in [gateway, orders, inventory] {
        accounts = accounts + service.stop().await?;
    }
    match collector {
        Some(collector) => report::print(&collector, accounts),
        None => Ok(report::elsewhere(accounts)),
    }
}
