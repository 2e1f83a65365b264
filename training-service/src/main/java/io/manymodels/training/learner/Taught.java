package io.manymodels.training.learner;

import io.manymodels.kernel.Kernel;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the keys of a family taught together.
 *
 * @param correction null where there is nothing to correct
 * @param order of the candidates
 */
public record Taught(@Nullable Correction correction, Order order) {

    /**
     * A candidate that only the family makes.
     *
     * @param corrected what it stands for in a key's contest
     * @param candidate what that is corrected to
     * @param judged how the candidate is fitted where it is judged: by what was known before the first window of each key
     * @param whole how it is fitted to all rows
     * @param kernels that its models share
     */
    public record Correction(Variant corrected, Variant candidate, Variant.Fitting judged, Variant.Fitting whole,
            List<Kernel.Shared> kernels) {

        public Correction {
            kernels = List.copyOf(kernels);
        }
    }

    /**
     * Which candidate a key prefers, and which it need not try.
     *
     * @param preferred null for the usual one
     */
    public record Order(@Nullable Variant preferred, Set<String> hopeless) {

        public static final Order NONE = new Order(null, Set.of());

        public Order {
            hopeless = Set.copyOf(hopeless);
        }

        private boolean prefers(Variant variant) {
            return preferred != null && preferred.name().equals(variant.name());
        }
    }

    /** How the candidate of the family is fitted where it is judged. */
    public Variant.@Nullable Fitting judged() {
        return correction == null ? null : correction.judged();
    }

    /** How it is fitted to all rows. */
    public Variant.@Nullable Fitting whole() {
        return correction == null ? null : correction.whole();
    }

    /** What stands in the header of its models. */
    public List<Kernel.Shared> kernels() {
        return correction == null ? List.of() : correction.kernels();
    }

    /** Whether the family prefers a plain rule: a key's own rows then have to prove that another is better. */
    public boolean prefersPlain() {
        return order.preferred() != null && order.preferred().isPlain();
    }

    /** The candidates of a key's contest, the preferred one first. */
    public List<Variant> candidates(List<Variant> usual) {
        return Stream.concat(correction == null ? Stream.of() : Stream.of(correction.candidate()), usual.stream())
                .filter(variant -> correction == null || !variant.name().equals(correction.corrected().name()))
                .filter(variant -> !order.hopeless().contains(variant.name()))
                .sorted(Comparator.<Variant>comparingInt(
                        variant -> order.prefers(variant) ? 0 : 1)
                        .thenComparingInt(Variant::rank))
                .toList();
    }
}
