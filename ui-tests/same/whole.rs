use traced::traced;

struct Order {
    id: u64,
}

#[traced]
impl Order {
    fn field(&self) -> u64 {
        self.missing
    }

    async fn wrong(&self) -> String {
        self.id
    }

    const LIMIT: u8 = "const";
}

#[traced]
mod orders {
    pub fn place(a: u8) -> u16 {
        a
    }

    impl super::Order {
        fn ship(&self) -> u8 {
            self.id
        }
    }
}

#[traced]
trait Store {
    fn load(&self) -> u8 {
        "load"
    }
}
