package io.manymodels.work.retention;

/**
 * What a service no longer keeps of something that grows every night. A bean of this type is run by the retention job, by
 * one process at a time. A rule never removes what a kept release refers to, nor what a run that is under way may read.
 */
public interface RetentionRule {

    /** What it removes, in one word, for logs and the table {@code retention}: unique in its service. */
    String name();

    /**
     * Removes a batch, in a transaction of its own, small enough to hold up nobody.
     *
     * @return how much was removed; 0 when there is nothing left to remove
     */
    int removeSome();
}
