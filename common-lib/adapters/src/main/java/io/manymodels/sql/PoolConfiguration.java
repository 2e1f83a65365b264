package io.manymodels.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Connections apart from those that work is done with, for the signs of life without which work is taken away: no slow
 * statement or crowd of readers can hold them up.
 */
@Configuration(proxyBeanMethods = false)
public class PoolConfiguration {

    /** Qualifies the pool for signs of life. */
    public static final String LEASES = "leaseConnections";

    private static final int MOST_LEASES = 2;

    @Bean(name = LEASES, defaultCandidate = false)
    HikariDataSource leases(HikariDataSource work) {
        HikariConfig configuration = new HikariConfig();
        work.copyStateTo(configuration);
        configuration.setPoolName(work.getPoolName() + "-leases");
        configuration.setMaximumPoolSize(MOST_LEASES);
        configuration.setMinimumIdle(0);
        return new HikariDataSource(configuration);
    }
}
