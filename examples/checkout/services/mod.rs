//! The three services, and what they have in common: set-up, start, stop.

mod database;
mod gateway;
mod house;
mod inventory;
mod orders;
mod role;

use crate::child::Accounts;
use crate::screen;
use house::House;
use std::error::Error;
use std::net::SocketAddr;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub(crate) use role::Role;

/// Runs a service until its parent closes the pipe.
pub(crate) async fn run(role: Role) -> Result<(), Box<dyn Error>> {
    // The one line that a service needs for its traces.
    let telemetry = traced::init(role.name())?;

    let house = House {
        fault: std::env::var(Role::FAULT)
            .ok()
            .and_then(|fault| fault.parse().ok()),
        background: TaskTracker::new(),
        closing: CancellationToken::new(),
    };
    tokio::spawn(close_with_parent(house.closing.clone()));

    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    screen::line(format_args!("ready {}", listener.local_addr()?));
    match role {
        Role::Gateway => gateway::serve(listener, &house, peer("ORDERS")?).await?,
        Role::Orders => orders::serve(listener, &house, peer("INVENTORY")?).await?,
        Role::Inventory => inventory::serve(listener, &house).await?,
    }
    house.background.close();
    house.background.wait().await;

    // What could not be delivered was said already, and is in the accounts.
    let _ = telemetry.shutdown();
    screen::line(Accounts::line(&traced::stats()));
    Ok(())
}

fn peer(name: &str) -> Result<SocketAddr, Box<dyn Error>> {
    let address = std::env::var(name).map_err(|_| format!("{name} is not set"))?;
    Ok(address.parse()?)
}

async fn close_with_parent(closing: CancellationToken) {
    let mut rest = Vec::new();
    let _ = tokio::io::stdin().read_to_end(&mut rest).await;
    closing.cancel();
}
