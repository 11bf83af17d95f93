package dev.coxswain.kube.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Output of a program up to a limit; what comes after is thrown away and the text says so. */
final class CutStream {

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final int limit;
    private boolean cut;

    CutStream(int limit) {
        this.limit = limit;
    }

    synchronized void add(byte[] bytes) {
        int room = limit - kept.size();
        kept.write(bytes, 0, Math.min(room, bytes.length));
        cut |= bytes.length > room;
    }

    synchronized boolean isCut() {
        return cut;
    }

    synchronized String text() {
        String text = kept.toString(StandardCharsets.UTF_8);
        return cut ? text + "\n[cut after " + limit + " bytes]" : text;
    }
}
