//! The three services, and what they have in common: set-up, start, stop.

mod database;
mod gateway;
mod inventory;
mod orders;

use crate::args::Fault;
use crate::child::Accounts;
use crate::screen;
use std::error::Error;
use std::net::SocketAddr;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Which service a process is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Gateway,
    Orders,
    Inventory,
}

impl Role {
    pub(crate) const ALL: [Self; 3] = [Self::Gateway, Self::Orders, Self::Inventory];
    /// The variable by which the parent says what a child is to be.
    pub(crate) const VARIABLE: &str = "CHECKOUT_ROLE";
    /// The variable by which the parent says which fault to plant.
    pub(crate) const FAULT: &str = "CHECKOUT_FAULT";

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Gateway => "gateway",
            Self::Orders => "orders",
            Self::Inventory => "inventory",
        }
    }

    pub(crate) fn from_environment() -> Option<Self> {
        let name = std::env::var(Self::VARIABLE).ok()?;
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// What a running service has at hand.
#[derive(Clone)]
struct House {
    fault: Option<Fault>,
    /// Work that outlives its request; the service stops after it.
    background: TaskTracker,
    closing: CancellationToken,
}

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
