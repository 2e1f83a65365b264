/** What a service that owns runs implements and calls: the process of a kind of run, its plan, stages and end. */
@NullMarked
package io.manymodels.work.api;

import org.jspecify.annotations.NullMarked;
