/** The life of runs and tasks: transitions, leases, fencing, retries, accounting. Behind package api; used by every service that owns runs. */
@NullMarked
package io.manymodels.work.engine;

import org.jspecify.annotations.NullMarked;
