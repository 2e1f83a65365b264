/**
 * What operators see of a service beyond its own work: whether what it depends on answers, and how old things of each family
 * are. Used by ingestion, training, promotion, scoring and realtime.
 */
@NullMarked
package io.manymodels.watch;

import org.jspecify.annotations.NullMarked;
