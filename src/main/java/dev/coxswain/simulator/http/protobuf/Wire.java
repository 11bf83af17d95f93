package dev.coxswain.simulator.http.protobuf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Walks through the bytes of one message: tag after tag, each with its value. */
final class Wire {

    private final byte[] bytes;
    private int at;
    private int tag;

    Wire(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Goes to the next field. @throws IllegalArgumentException when the bytes are cut off, wherever that is noticed */
    boolean next() {
        if (at >= bytes.length) {
            return false;
        }
        tag = (int) varint();
        return true;
    }

    int field() {
        return tag >>> 3;
    }

    long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte each = one();
            value |= (long) (each & 0x7f) << shift;
            if (each >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number that does not end");
    }

    private byte one() {
        if (at >= bytes.length) {
            throw new IllegalArgumentException("unexpected EOF");
        }
        return bytes[at++];
    }

    byte[] block() {
        return block(varint());
    }

    private byte[] block(long length) {
        if (length < 0 || length > bytes.length - at) {
            throw new IllegalArgumentException("unexpected EOF");
        }
        byte[] block = Arrays.copyOfRange(bytes, at, at + (int) length);
        at += (int) length;
        return block;
    }

    String text() {
        return new String(block(), StandardCharsets.UTF_8);
    }

    double real() {
        byte[] block = block(8);
        long bits = 0;
        for (int i = 7; i >= 0; i--) {
            bits = (bits << 8) | (block[i] & 0xff);
        }
        return Double.longBitsToDouble(bits);
    }

    /** Passes over a value that nobody asked for. */
    void skip() {
        switch (tag & 7) {
            case 0 -> varint();
            case 1 -> block(8);
            case 2 -> block();
            case 5 -> block(4);
            default -> throw new IllegalArgumentException("wire type " + (tag & 7));
        }
    }
}
