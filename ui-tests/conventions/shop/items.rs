//! A type that stands on an item is wrong once, however many functions have it.
#![allow(dead_code)]

use traced::traced;

struct Order {
    id: u64,
    items: String,
}

// Whichever function is the first, and whatever another attribute says of its own.
#[traced(attrs(order.id = self.id, order.items = self.items.clone(), order.tags = [self.id, 2]),
         allow(unregistered_span, name_prefix))]
impl Order {
    #[cfg(any())]
    fn absent(&self) {}

    #[traced(skip)]
    fn skipped(&self) {}

    #[traced("order.list", attrs(order.id = "1"))]
    fn other_id(&self) {}

    fn one(&self) {}

    async fn two(&self) {}

    fn three(&self) -> Result<u64, String> {
        Ok(1)
    }

    // This one has a mistake of its own.
    #[traced("order.list", attrs(order.tags = self.id))]
    fn own(&self) {}

    // This one is excepted.
    #[traced(allow(attribute_type))]
    fn excepted(&self) {}
}

// A single function.
#[traced(attrs(order.id = f64::from(1)), allow(unregistered_span, name_prefix))]
impl From<u8> for Order {
    fn from(id: u8) -> Self {
        let items = String::new();
        let id = id.into();
        Order { id, items }
    }
}

#[traced(attrs(order.id = Self::ID), ret(order.items = |found| found.to_string()),
         allow(unregistered_span, name_prefix))]
trait Store {
    const ID: u64 = 1;

    fn load(&self) -> u64;

    fn first(&self) -> u64 {
        1
    }

    fn second(&self) -> Result<u64, String> {
        Ok(2)
    }
}

// What a module gives, its items have too, and those in them.
#[traced(attrs(order.items = crate::name()), allow(unregistered_span, name_prefix))]
mod orders {
    pub fn one() {}

    pub mod open {
        pub async fn two() {}

        pub mod late {
            pub fn three() {}
        }
    }

    #[traced::traced(attrs(order.id = 'i' as u32))]
    impl super::Order {
        fn four(&self) {}
        fn five(&self) {}
    }

    #[traced::traced(attrs(order.items = 3))]
    impl super::Order {
        fn six(&self) {}
    }
}

fn name() -> String {
    String::new()
}

// The types are not the same in each.
#[traced(attrs(order.items = items), allow(unregistered_span, name_prefix))]
mod differing {
    pub fn right(items: u64) {}
    pub fn wrong(items: f64) {}
    pub fn wrong_too(items: f64) {}
    pub fn wrong_twice(items: bool) {}
}

macro_rules! parcels {
    ($($name:ident)*) => {$(
        struct $name(u64);

        #[traced(attrs(order.id = self.0), allow(unregistered_span, name_prefix))]
        impl $name {
            fn pack(&self) {}
            fn ship(&self) {}
        }
    )*};
}
parcels! { Small Large }

fn local() {
    struct Local(u64);

    #[traced(attrs(order.id = self.0), allow(unregistered_span, name_prefix))]
    impl Local {
        fn one(&self) {}
        fn two(&self) {}
    }
}

mod telemetry {
    pub use traced as inner;
}

#[traced(crate = crate::telemetry::inner, attrs(order.id = self.id), allow(unregistered_span, name_prefix))]
impl Order {
    fn seven(&self) {}
    fn eight(&self) {}
}

#[traced(crate = crate::telemetry::inner, attrs(order.id = 1 + 1), allow(unregistered_span, name_prefix))]
mod parcels {
    pub fn one() {}
    pub mod late {
        pub fn two() {}
    }
}
