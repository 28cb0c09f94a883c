//! The attributes that all spans of a site share, in protobuf: written once, then copied.

use opentelemetry::KeyValue;

/// Sites that are remembered. A program with more writes some of them anew now and then.
const SLOTS: usize = 256;

/// What was written, by where the attributes stand: a site's stand there for ever.
#[derive(Debug, Default)]
pub(crate) struct Common {
    slots: Vec<Slot>,
}

#[derive(Debug, Clone, Default)]
struct Slot {
    /// The attributes' address; 0 for none.
    address: usize,
    bytes: Vec<u8>,
}

impl Common {
    /// The bytes of these attributes, which are a site's; `write` makes them if need be.
    pub(super) fn bytes(
        &mut self,
        attributes: &[KeyValue],
        write: impl FnOnce(Vec<u8>) -> Vec<u8>,
    ) -> &[u8] {
        if self.slots.is_empty() {
            self.slots.resize(SLOTS, Slot::default());
        }
        let address = attributes.as_ptr().addr();
        // Attributes are aligned and large: the lowest bits say nothing.
        let slot = &mut self.slots[(address >> 5 ^ address >> 13) % SLOTS];
        if slot.address != address {
            slot.bytes.clear();
            slot.bytes = write(std::mem::take(&mut slot.bytes));
            slot.address = address;
        }
        &slot.bytes
    }
}
