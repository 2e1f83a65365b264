package io.manymodels.promotion.run;

import io.manymodels.catalog.FamilyRepository;
import io.manymodels.family.FamilySpec;
import io.manymodels.family.FamilyVersion;
import io.manymodels.promotion.release.PublishedRelease;
import io.manymodels.work.api.Run;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Whether a release needs an approver. Operators write specs, and with them the rules of promotion; production follows
 * new rules only on an approver's word: one who starts the promotion, or who approves the first release under them.
 */
@Component
class PromotionApproval {

    private final FamilyRepository families;

    PromotionApproval(FamilyRepository families) {
        this.families = families;
    }

    /**
     * Why the release of a run that is being planned has to wait.
     *
     * @param base the current release; null for the family's first, which has no rules to depart from
     * @return null where it need not
     */
    @Nullable
    String reason(Run run, @Nullable PublishedRelease base) {
        var rules = rules(run.family(), run.familyVersion());
        if (rules == null || rules.approval() == FamilySpec.Approval.MANUAL) {
            return "promotion.approval of the family is manual";
        }
        // Outside a cycle it was an approver who started the promotion.
        if (run.cycle() == null || base == null || rules.equals(rules(run.family(), base.familyVersion()))) {
            return null;
        }
        return "The promotion rules of version [%d] of the spec are not those of version [%d], under which release [%d] was published"
                .formatted(run.familyVersion(), base.familyVersion(), base.release());
    }

    private FamilySpec.@Nullable Promotion rules(String family, int version) {
        return families.version(family, version).map(FamilyVersion::spec).map(FamilySpec::promotion).orElse(null);
    }
}
