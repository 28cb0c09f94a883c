use traced::traced;

mod orders {
    use super::traced;

    #[traced]
    fn private() {}

    #[traced]
    pub(self) async fn private_too() {}
}

fn main() {
    orders::private();
    drop(orders::private_too());
}
