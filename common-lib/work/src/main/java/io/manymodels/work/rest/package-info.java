/** Runs over HTTP: views, events, cancellation, idempotent POSTs. Used by every service that owns runs. */
@NullMarked
package io.manymodels.work.rest;

import org.jspecify.annotations.NullMarked;
