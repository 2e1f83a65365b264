package io.manymodels.promotion.lifecycle;

import org.jspecify.annotations.Nullable;

/**
 * Where a promotion is; the run's own state says whether it failed. A state offers the moves that may follow it, so that
 * an illegal one does not compile. The table refuses it as well.
 */
public sealed interface PromotionState {

    /** The name in tables and JSON. */
    String wireName();

    /** The approver who published or declined; null where nobody was asked. */
    default @Nullable String decidedBy() {
        return null;
    }

    /** A legal move from one state to another. */
    record Move(PromotionState from, PromotionState to) {}

    /** The run judges and prepares. */
    record Deciding() implements PromotionState {

        @Override
        public String wireName() {
            return "deciding";
        }

        /** A dry run has judged every key. */
        public Move judged() {
            return new Move(this, new DryRun());
        }

        /** The release is prepared and needs an approver. */
        public Move prepared() {
            return new Move(this, new AwaitingApproval());
        }

        /** The release is current. */
        public Move published() {
            return new Move(this, new Published(null));
        }
    }

    /** A dry run that has ended. */
    record DryRun() implements PromotionState {

        @Override
        public String wireName() {
            return "dry-run";
        }
    }

    /** A prepared release that waits for an approver. */
    record AwaitingApproval() implements PromotionState {

        @Override
        public String wireName() {
            return "awaiting-approval";
        }

        /** An approver has made the release current. */
        public Move approved(String approver) {
            return new Move(this, new Published(approver));
        }

        /** An approver has dropped the release. */
        public Move declined(String approver) {
            return new Move(this, new Declined(approver));
        }
    }

    /** Its release was made current. */
    record Published(@Nullable String decidedBy) implements PromotionState {

        @Override
        public String wireName() {
            return "published";
        }
    }

    /** Its release was dropped. */
    record Declined(String decidedBy) implements PromotionState {

        @Override
        public String wireName() {
            return "declined";
        }
    }

    /** The state of a row. */
    static PromotionState of(String wireName, @Nullable String decidedBy) {
        return switch (wireName) {
            case "deciding" -> new Deciding();
            case "dry-run" -> new DryRun();
            case "awaiting-approval" -> new AwaitingApproval();
            case "published" -> new Published(decidedBy);
            case "declined" -> new Declined(decidedBy == null ? "unknown" : decidedBy);
            default -> throw new IllegalArgumentException(
                    "No state of a promotion is called [%s]".formatted(wireName));
        };
    }
}
