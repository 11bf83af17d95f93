package dev.coxswain.run.step;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compares JSON values by what they mean to an API server: {@code 1} and {@code 1.0}, {@code 1024Mi} and {@code 1Gi}. */
final class SameValue {

    private static final Pattern QUANTITY =
            Pattern.compile("([+-]?[0-9]{1,30}(?:\\.[0-9]{1,30})?)([numkMGTPE]|[KMGTPE]i)?");

    private static final Map<String, BigDecimal> BINARY = Map.of(
            "Ki", power(1024, 1),
            "Mi", power(1024, 2),
            "Gi", power(1024, 3),
            "Ti", power(1024, 4),
            "Pi", power(1024, 5),
            "Ei", power(1024, 6));

    private static final Map<String, Integer> DECIMAL =
            Map.of("n", -9, "u", -6, "m", -3, "k", 3, "M", 6, "G", 9, "T", 12, "P", 15, "E", 18);

    private SameValue() {}

    private static BigDecimal power(long base, int exponent) {
        return BigDecimal.valueOf(base).pow(exponent);
    }

    /** Whether both mean the same; in maps and lists, the first may have more, as a server does with its defaults. */
    static boolean means(@Nullable Object there, @Nullable Object wanted) {
        return switch (wanted) {
            case Map<?, ?> map ->
                there instanceof Map<?, ?> has
                        && map.entrySet().stream()
                                .allMatch(e -> e.getValue() == null
                                        ? has.get(e.getKey()) == null
                                        : means(has.get(e.getKey()), e.getValue()));
            case List<?> list -> there instanceof List<?> has && sameItems(has, list);
            case null, default -> sameScalar(there, wanted);
        };
    }

    private static boolean sameItems(List<?> there, List<?> wanted) {
        if (there.size() != wanted.size()) {
            return false;
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!means(there.get(i), wanted.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether an object that a patch makes of another one is that other one, but for defaults inside lists. */
    static boolean differsOnlyByDefaults(@Nullable Object patched, @Nullable Object now) {
        if (patched instanceof Map<?, ?> wanted && now instanceof Map<?, ?> there) {
            return there.keySet().stream().allMatch(wanted::containsKey)
                    && wanted.entrySet().stream()
                            .allMatch(e -> differsOnlyByDefaults(e.getValue(), there.get(e.getKey())));
        }
        return means(now, patched);
    }

    private static boolean sameScalar(@Nullable Object one, @Nullable Object other) {
        if (Objects.equals(one, other)) {
            return true;
        }
        if (one == null || other == null || one instanceof Boolean || other instanceof Boolean) {
            return false;
        }
        Optional<BigDecimal> first = quantity(one);
        return first.isPresent()
                && quantity(other).filter(o -> o.compareTo(first.get()) == 0).isPresent();
    }

    private static Optional<BigDecimal> quantity(Object value) {
        Matcher parts = QUANTITY.matcher(String.valueOf(value));
        if (!(value instanceof String || value instanceof Number) || !parts.matches()) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(parts.group(1));
        String suffix = parts.group(2) == null ? "" : parts.group(2);
        if (BINARY.containsKey(suffix)) {
            return Optional.of(number.multiply(BINARY.get(suffix)));
        }
        return Optional.of(number.scaleByPowerOfTen(DECIMAL.getOrDefault(suffix, 0)));
    }
}
