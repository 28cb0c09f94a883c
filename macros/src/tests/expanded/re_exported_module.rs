mod orders {
    #[crate::telemetry::traced(
        __item{fn
        place(#[attr]id:u64){}},
        __within(mod orders, crate = crate::telemetry),
    )]
    #[allow(unused)]
    fn place(id: u64) {}
}
