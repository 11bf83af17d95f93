package dev.coxswain.kube.cache;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Splits a stream into lines without copying each: a line lies in {@link #bytes} until the next one is asked for. */
final class Lines {

    private static final int LONGEST = 64 << 20;
    private static final int CHUNK = 16 << 10;

    private final InputStream in;
    private final byte[] chunk = new byte[CHUNK];
    private int from;
    private int to;
    private byte[] line = new byte[CHUNK];
    private int length;

    Lines(InputStream in) {
        this.in = in;
    }

    /** False at the end; what came after the last line break was cut off and is no line. */
    boolean next() throws IOException {
        length = 0;
        while (true) {
            if (from == to) {
                from = 0;
                to = Math.max(in.read(chunk), 0);
                if (to == 0) {
                    return false;
                }
            }
            int end = from;
            while (end < to && chunk[end] != '\n') {
                end++;
            }
            append(end - from);
            boolean complete = end < to;
            from = complete ? end + 1 : end;
            if (complete) {
                return true;
            }
        }
    }

    private void append(int count) throws IOException {
        if (length + count > LONGEST) {
            throw new IOException("a line of more than " + LONGEST + " bytes");
        }
        if (length + count > line.length) {
            line = Arrays.copyOf(line, Math.max(line.length * 2, length + count));
        }
        System.arraycopy(chunk, from, line, length, count);
        length += count;
    }

    byte[] bytes() {
        return line;
    }

    int length() {
        return length;
    }
}
