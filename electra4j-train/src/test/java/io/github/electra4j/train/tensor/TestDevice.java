package io.github.electra4j.train.tensor;

/** Where tests compute: on the CPU, or on what {@code -Delectra4j.test.device} names. */
public final class TestDevice {
    public static final Device CHOSEN = Device.of(System.getProperty("electra4j.test.device", "cpu"));

    private TestDevice() {}
}
