package io.manymodels.training;

import io.manymodels.fixtures.service.RunningService;

/** The training service for all tests of this module. */
public final class TrainingStack {

    public static final RunningService SERVICE = RunningService.start(TrainingApplication.class, "training");

    private TrainingStack() {}
}
