package dev.coxswain.kube.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okio.BufferedSource;

/** An answer of lines, of which each has to end soon after it has begun; how long to wait for its begin is left to others. */
final class TimedLines extends InputStream {

    private final BufferedSource source;
    private final InputStream in;
    private final Duration atMost;
    private boolean within;

    TimedLines(BufferedSource source, Duration atMost) {
        this.source = source;
        this.in = source.inputStream();
        this.atMost = atMost;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count;
        try {
            count = in.read(bytes, offset, length);
        } catch (InterruptedIOException late) {
            String what = within ? "a line has not come to its end" : "the server said nothing";
            throw new IOException(what + ", in the time that it has (" + late.getMessage() + ")", late);
        }
        note(bytes, offset, count);
        return count;
    }

    private void note(byte[] bytes, int offset, int count) {
        int last = offset + count - 1;
        boolean ended = false;
        for (int i = last; i >= offset && !ended; i--) {
            ended = bytes[i] == '\n';
        }
        boolean begun = count > 0 && bytes[last] != '\n';
        if (begun && (ended || !within)) {
            source.timeout().deadline(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } else if (ended) {
            source.timeout().clearDeadline();
        }
        within = begun || (within && !ended);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
