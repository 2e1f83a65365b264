package io.manymodels.promotion.gate;

import io.manymodels.promotion.rule.Refusal;
import java.util.List;

/** What the gate says about one key. */
public sealed interface Verdict {

    /** All names of verdicts. */
    List<String> DECISIONS = List.of("promote", "hold", "reject");

    /** The name under which the verdict is stored and filtered: {@code promote}, {@code hold} or {@code reject}. */
    String decision();

    List<Refusal> reasons();

    /** The candidate becomes the key's production model. */
    record Promote() implements Verdict {
        @Override
        public String decision() {
            return "promote";
        }

        @Override
        public List<Refusal> reasons() {
            return List.of();
        }
    }

    /** The candidate is not taken and the key keeps its champion. */
    record Hold(List<Refusal> reasons) implements Verdict {
        public Hold {
            reasons = List.copyOf(reasons);
        }

        @Override
        public String decision() {
            return "hold";
        }
    }

    /** The candidate is not taken and there is no champion: the key goes down the ladder. */
    record Reject(List<Refusal> reasons) implements Verdict {
        public Reject {
            reasons = List.copyOf(reasons);
        }

        @Override
        public String decision() {
            return "reject";
        }
    }
}
