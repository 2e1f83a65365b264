package io.manymodels.artefact;

import io.manymodels.kernel.PlugIns;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The plug-ins of the folder that {@code manymodels.plug-ins} names, for services that make or load models. */
@Configuration(proxyBeanMethods = false)
public class PlugInConfiguration {

    @Bean
    PlugIns plugIns(@Value("${manymodels.plug-ins:}") String folder) {
        return PlugIns.in(folder);
    }
}
