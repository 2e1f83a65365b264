/** What is forgotten, and when: the job that runs a service's rules, and the rules over runs. Used by every service that owns runs. */
@NullMarked
package io.manymodels.work.retention;

import org.jspecify.annotations.NullMarked;
