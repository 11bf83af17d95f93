package dev.coxswain.kube.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Empties every {@code managedFields} of the JSON that is read through it. That is two fifths of what a server tells about a pod,
 * and says only who has set which field. A parser would take each name in it for one to remember, and some are of one pod alone
 * ({@code k:{"ip":"10.2.0.1"}}): with some thousands of pods it would be busy with little else.
 *
 * <p>Everything else passes byte for byte. A server that writes spaces before its brackets is read rightly too, only not faster.
 */
final class ManagedFieldsFilter extends InputStream {

    private static final int CHUNK = 16 << 10;

    private final InputStream in;
    private final Sieve sieve = new Sieve();
    private final byte[] chunk = new byte[CHUNK];
    private int from;
    private int to;
    /** Behind what has passed: the beginning of a key, perhaps. */
    private int undecidedFrom;

    private int undecidedTo;

    ManagedFieldsFilter(InputStream in) {
        this.in = in;
    }

    /**
     * The same in place, for a whole document.
     *
     * @return how many bytes are left of it
     */
    static int filter(byte[] document, int length) {
        Sieve sieve = new Sieve();
        int passed = sieve.pass(document, length);
        int undecided = length - sieve.consumed;
        System.arraycopy(document, sieve.consumed, document, passed, undecided);
        return passed + undecided;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (from == to) {
            if (!fill()) {
                return -1;
            }
        }
        int count = Math.min(length, to - from);
        System.arraycopy(chunk, from, bytes, offset, count);
        from += count;
        return count;
    }

    private boolean fill() throws IOException {
        int undecided = undecidedTo - undecidedFrom;
        System.arraycopy(chunk, undecidedFrom, chunk, 0, undecided);
        int count = in.read(chunk, undecided, CHUNK - undecided);
        from = 0;
        undecidedFrom = 0;
        undecidedTo = 0;
        if (count < 0) {
            to = undecided;
            return undecided > 0;
        }
        to = sieve.pass(chunk, undecided + count);
        undecidedFrom = sieve.consumed;
        undecidedTo = undecided + count;
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** What has to be known of the bytes before. */
    private static final class Sieve {

        private static final byte[] KEY = "\"managedFields\":[".getBytes(StandardCharsets.US_ASCII);

        /** Of the brackets that are open since the key; outside of it, zero. */
        private int depth;

        private boolean inText;
        private boolean escaped;
        private byte last;
        private int consumed;

        /**
         * Moves what passes to the front. What may be the beginning of a key stays where it is, behind {@code consumed}.
         *
         * @return how many bytes have passed
         */
        int pass(byte[] bytes, int end) {
            int passed = 0;
            int at = 0;
            while (at < end) {
                if (depth > 0) {
                    at = skip(bytes, at, end);
                    continue;
                }
                int key = find(bytes, at, end);
                boolean found = key + KEY.length <= end;
                int next = found ? key + KEY.length : key;
                System.arraycopy(bytes, at, bytes, passed, next - at);
                passed += next - at;
                if (next > at) {
                    last = bytes[passed - 1];
                }
                at = next;
                if (!found) {
                    break;
                }
                depth = 1;
            }
            consumed = at;
            return passed;
        }

        /** Where the key begins, or may begin that ends beyond the end; else the end. */
        private int find(byte[] bytes, int from, int end) {
            for (int at = from; at < end; at++) {
                if (bytes[at] == '"'
                        && (at + 1 == end || bytes[at + 1] == KEY[1])
                        && (at == from ? last : bytes[at - 1]) != '\\'
                        && isKey(bytes, at, end)) {
                    return at;
                }
            }
            return end;
        }

        private static boolean isKey(byte[] bytes, int from, int end) {
            int known = Math.min(KEY.length, end - from);
            return Arrays.equals(bytes, from, from + known, KEY, 0, known);
        }

        /** Answers where the bracket is that closes; the end if it is not there. */
        private int skip(byte[] bytes, int from, int end) {
            int at = from;
            int open = depth;
            while (at < end && open > 0) {
                if (inText) {
                    at = skipText(bytes, at, end);
                    continue;
                }
                byte next = bytes[at++];
                if (next == '"') {
                    inText = true;
                } else if (next == '[' || next == '{') {
                    open++;
                } else if (next == ']' || next == '}') {
                    open--;
                }
            }
            depth = open;
            return open == 0 ? at - 1 : at;
        }

        /** Answers what comes after the quotation mark that closes; the end if it is not there. */
        private int skipText(byte[] bytes, int from, int end) {
            boolean literally = escaped;
            for (int at = from; at < end; at++) {
                byte next = bytes[at];
                if (literally) {
                    literally = false;
                } else if (next == '"') {
                    inText = false;
                    escaped = false;
                    return at + 1;
                } else {
                    literally = next == '\\';
                }
            }
            escaped = literally;
            return end;
        }
    }
}
