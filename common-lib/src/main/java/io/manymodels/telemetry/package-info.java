/** Metrics and log fields that every service shares. */
@NullMarked
package io.manymodels.telemetry;

import org.jspecify.annotations.NullMarked;
