// ChatWire: what stands on the wire. Frames, and the way between the messages of chat.proto and the values of ChatCore:
// Codec knows how any field is written, Messages which fields each message has, each said once to write and once to read.
//
// It must not know who is connected, nor any rule of the room: it takes bytes apart and puts them together.
