package io.manymodels.promotion.judgement;

import io.manymodels.artefact.ArtefactLocation;
import io.manymodels.artefact.ByteRange;
import io.manymodels.promotion.copy.Artefact;
import io.manymodels.promotion.rule.Metrics;
import io.manymodels.promotion.rule.Refusal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keys and what contends for them, without the tables that they come from. */
final class ContenderFixture {

    static final long CANDIDATE = 11;
    static final long CHAMPION = 21;
    static final long GROUP = 31;
    static final long FAMILY = 41;
    static final long BASELINE = 51;
    static final Refusal CORRUPT = new Refusal("artefact-corrupt", "Candidate [11] cannot be copied");

    private ContenderFixture() {}

    static Contender.Candidate candidate(double mape) {
        return new Contender.Candidate(new Artefact(CANDIDATE, "pack", 0, 1, "h", 1, 1, "b"),
                new Metrics(Map.of("mape", mape)), false, null);
    }

    /** @param of the candidate that it is a copy of */
    static Contender.Champion champion(long of, double mape) {
        ByteRange nowhere = new ByteRange(0, 0, "");
        return new Contender.Champion(CHAMPION, of, new Metrics(Map.of("mape", mape)), "20",
                new ArtefactLocation("pack", nowhere, nowhere));
    }

    static Contender contender(Contender.@Nullable Candidate candidate, Contender.@Nullable Champion champion,
            boolean group) {
        return new Contender(3, "{\"k\":3}", 100, candidate, champion,
                candidate == null ? new Refusal("no-candidate", "too few rows") : null, group, group ? GROUP : null);
    }

    static Fallbacks fallbacks(boolean family, boolean baseline) {
        return new Fallbacks(family, family ? FAMILY : null, baseline, baseline ? BASELINE : null);
    }
}
