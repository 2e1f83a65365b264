/** The stack on this machine: up, down, status, logs, env, demo. */
@NullMarked
package io.manymodels.cli.stack;

import org.jspecify.annotations.NullMarked;
