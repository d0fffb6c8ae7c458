"""The weighted cross-entropy that ClassWeightsTest expects: weights by scikit-learn's formula for class_weight="balanced" (rows / (classes that there
are * rows of the class)), loss and gradient by torch's CrossEntropyLoss, whose mean divides by the sum of the weights.

    python class_weights.py

Made with torch 2.15.0, numpy 2.4.6.
"""

import numpy as np
import torch

logits = torch.tensor(
    [[1.0, -0.5, 0.25], [0.0, 2.0, -1.0], [0.5, 0.5, 1.5], [-1.0, 0.0, 1.0]], dtype=torch.float64, requires_grad=True
)
labels = torch.tensor([0, 0, 2, 0])
counts = np.bincount(labels.numpy(), minlength=3)
weights = [len(labels) / ((counts > 0).sum() * n) if n else 1.0 for n in counts]
loss = torch.nn.CrossEntropyLoss(weight=torch.tensor(weights, dtype=torch.float64))(logits, labels)
loss.backward()
print("weights", [float(w) for w in weights])
print("loss", loss.item())
print("gradient", logits.grad.flatten().tolist())
