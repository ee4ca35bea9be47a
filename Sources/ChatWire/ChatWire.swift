// ChatWire: what stands on the wire. chat.proto and its generated code, frames, and the way between the schema and the
// values of ChatCore.
//
// It must not know who is connected, nor any rule of the room: it takes bytes apart and puts them together.
