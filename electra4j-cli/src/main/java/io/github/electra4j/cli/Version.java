package io.github.electra4j.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of electra4j and of the Java that runs it. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "electra4j " + ofElectra4j(),
            "Java " + System.getProperty("java.version") + ", " + System.getProperty("java.vendor")
        };
    }

    /** The version in the manifest of the jar; "unpackaged" when the classes are run from a folder. */
    static String ofElectra4j() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "(unpackaged)" : version;
    }
}
