//! Rows in PostgreSQL's binary COPY format, encoded by hand: no value is turned into a driver's type on the way.

use super::cell::{Cell, Cells};
use super::target::ColumnType;

/// The signature, the flags, and the length of a header extension that is not there.
pub(super) const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
/// The end of the data.
pub(super) const TRAILER: &[u8] = &[0xff, 0xff];
/// Microseconds from 1970 to 2000, where PostgreSQL's time begins.
const EPOCH: i64 = 946_684_800_000_000;

/// Encodes rows whose columns have these types; the first is the id.
pub(super) struct CopyRows<'a> {
    types: &'a [ColumnType],
    column: usize,
    pub(super) bytes: Vec<u8>,
}

impl<'a> CopyRows<'a> {
    pub(super) fn new(types: &'a [ColumnType], rows: usize) -> Self {
        Self { types, column: 0, bytes: Vec::with_capacity(rows * 512) }
    }

    fn put(&mut self, value: &[u8]) {
        let length = i32::try_from(value.len()).unwrap_or(i32::MAX);
        self.bytes.extend_from_slice(&length.to_be_bytes());
        self.bytes.extend_from_slice(value);
    }
}

impl Cells for CopyRows<'_> {
    fn row(&mut self, id: i64) {
        let columns = i16::try_from(self.types.len()).unwrap_or(i16::MAX);
        self.bytes.extend_from_slice(&columns.to_be_bytes());
        self.column = 0;
        self.cell(Cell::Int(id));
    }

    fn cell(&mut self, cell: Cell<'_>) {
        let kind = self.types[self.column];
        self.column += 1;
        match (cell, kind) {
            (Cell::Null, _) => self.bytes.extend_from_slice(&(-1_i32).to_be_bytes()),
            // Out of range cannot be: the planner's numbers are small; the database would refuse a wrong width.
            (Cell::Int(value), ColumnType::Int4) => self.put(&i32::try_from(value).unwrap_or(i32::MAX).to_be_bytes()),
            (Cell::Int(value), _) => self.put(&value.to_be_bytes()),
            (Cell::Text(value), _) => self.put(value.as_bytes()),
            (Cell::Bool(value), _) => self.put(&[u8::from(value)]),
            (Cell::Time(micros), _) => self.put(&(micros - EPOCH).to_be_bytes()),
            (Cell::Json(value), _) => {
                let length = i32::try_from(value.len() + 1).unwrap_or(i32::MAX);
                self.bytes.extend_from_slice(&length.to_be_bytes());
                // The version of the binary form of jsonb.
                self.bytes.push(1);
                self.bytes.extend_from_slice(value.as_bytes());
            }
        }
    }

    fn end(&mut self) {
        debug_assert_eq!(self.column, self.types.len(), "every column has its cell");
    }
}
