package io.manymodels.work.api;

/** Who shares the runs of a service. */
@FunctionalInterface
public interface Workforce {

    /** Tasks that all processes of the service work on at a time, those that joined or left a moment ago perhaps not counted. */
    int seats();
}
