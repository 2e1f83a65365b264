package io.manymodels.promotion.gate;

import io.manymodels.registry.Rung;
import java.util.Optional;
import java.util.Set;

/** The way down when a key's candidate is not taken: previous version, group, family, baseline. */
public final class Ladder {

    private Ladder() {}

    /**
     * The rung that answers for a key under a verdict.
     *
     * @param challenger an unchanged champion still is the key's own model, not its previous one
     * @param fallbacks  which of {@link Rung#GROUP}, {@link Rung#FAMILY}, {@link Rung#BASELINE} have a model for the key
     * @return empty when no model can answer
     */
    public static Optional<Rung> rung(Verdict verdict, Challenger challenger, Set<Rung> fallbacks) {
        return switch (verdict) {
            case Verdict.Promote _ -> Optional.of(Rung.OWN);
            case Verdict.Hold _ -> Optional.of(challenger instanceof Challenger.Unchanged ? Rung.OWN : Rung.PREVIOUS);
            case Verdict.Reject _ -> below(fallbacks);
        };
    }

    /** The best rung below the key's own models. */
    public static Optional<Rung> below(Set<Rung> fallbacks) {
        for (var rung : new Rung[] {Rung.GROUP, Rung.FAMILY, Rung.BASELINE}) {
            if (fallbacks.contains(rung)) {
                return Optional.of(rung);
            }
        }
        return Optional.empty();
    }
}
