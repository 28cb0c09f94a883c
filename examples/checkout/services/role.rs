//! Which of the services a process is, and how its parent says so.

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
