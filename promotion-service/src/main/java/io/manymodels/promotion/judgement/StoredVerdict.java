package io.manymodels.promotion.judgement;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.manymodels.promotion.rule.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the gate said about a key, as REST shows it.
 *
 * @param position   the text that orders verdicts
 * @param reasons    empty for promote
 * @param metrics    of the candidate
 * @param comparison what candidate and champion came to on the same rows, and how it was found; null without a champion
 *                   or a rule that compares
 * @param candidate  id of the candidate; null without one
 * @param champion   production model version that the key had; null without one of its own
 * @param rung       that follows; null when no model can answer
 * @param change     by how much the family's metric would move from champion to candidate: on the same rows where both were
 *                   measured on them, else from one's own backtest to the other's; null without both
 */
public record StoredVerdict(@JsonIgnore String position, JsonNode key, String decision, List<Refusal> reasons,
        JsonNode metrics, @Nullable JsonNode comparison, @Nullable Long candidate, @Nullable Long champion,
        @Nullable String rung, @Nullable Double change) {

    public StoredVerdict {
        reasons = List.copyOf(reasons);
    }
}
