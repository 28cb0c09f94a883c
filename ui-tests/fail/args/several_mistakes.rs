use traced::traced;

#[traced("Place Order!", kind = srever, roof, attrs(Id = id, code.x = 1, y))]
async fn place(id: u64, #[attr] (a, b): (u8, u8)) -> u64 {
    id + u64::from(a) + u64::from(b)
}

fn main() {
    // The function is there: no second error says that it is not.
    drop(place(1, (2, 3)));
}
