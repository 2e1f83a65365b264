/**
 * What the command line and the local stack must know alike: the services, and how the processes of a stack on this machine
 * are found.
 */
@NullMarked
package io.manymodels.deployment;

import org.jspecify.annotations.NullMarked;
